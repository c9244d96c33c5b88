import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameAmong, NightRecord } from '../../../sim/record/index.ts';
import { expectUsageError, skein, startSkein, tokenIn } from '../../support/command-line.ts';

/** Several processes, each of which boots a database. */
const PATIENCE_MS = 240_000;

describe('skein nightly', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'skein-nightly-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  const SMALL = ['--targets', 'pglite', '--scenario', 'completions', 'fan-out', '--no-ladder', '--no-corpus'];

  function nights(folder = out): readonly NightRecord[] {
    return readdirSync(folder)
      .toSorted()
      .filter((name) => existsSync(join(folder, name, 'night.json')))
      .map((name) => NightRecord.parse(JSON.parse(readFileSync(join(folder, name, 'night.json'), 'utf8'))));
  }

  function journal(folder = out): string {
    const [night] = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'journal.jsonl')));
    return night === undefined ? '' : readFileSync(join(folder, night, 'journal.jsonl'), 'utf8');
  }

  it('keeps nights with their pages and an index; a bug between them makes the second red, and replays', {
    timeout: PATIENCE_MS,
  }, async () => {
    const green = await skein('nightly', '--out', out, '--runs', '12', ...SMALL);
    expect(green).toMatchObject({ code: 0 });
    expect(green.stdout).toMatch(/✓ green {2}12 runs in .* s, 0 findings, canary in run \d+/);
    const red = await skein(
      'nightly',
      '--out',
      out,
      '--runs',
      '24',
      '--defect',
      'sequence-from-row',
      '--shrink-for',
      '2s',
      ...SMALL,
    );
    expect(red).toMatchObject({ code: 1 });
    expect(red.stdout).toContain('✗ red  24 runs');

    const [first, second] = nights();
    expect(first).toMatchObject({ isGreen: true, reasons: [], newSchedules: null, ladder: [] });
    expect(second).toMatchObject({ isGreen: false, campaign: { defect: 'sequence-from-row', runs: 24 } });
    expect(second?.newSchedules).toBeGreaterThan(0);
    const found = second?.campaign.findings ?? [];
    const [finding] = found;
    const name = finding && nameAmong(found, finding);
    const often = finding?.count === 1 ? '1 run' : `${finding?.count} runs`;
    expect(second?.reasons[0]).toBe(`${name} broke in ${often}: new tonight`);
    const index = readFileSync(join(out, 'index.html'), 'utf8');
    for (const night of [first, second]) expect(index).toContain(`href="${night?.id}/index.html"`);
    const page = readFileSync(join(out, second?.id ?? '', 'index.html'), 'utf8');
    expect(page).toContain(finding?.shrunk?.command ?? finding?.command);

    const replayed = await skein('replay', tokenIn(page));
    expect(replayed).toMatchObject({ code: 1 });
    expect(replayed.stdout).toContain('replayed: the same trace');
    const files = readdirSync(join(out, second?.id ?? '', 'findings'));
    const findings = files.filter((name) => name.endsWith('.json'));
    for (const name of findings) expect(page).toContain(`findings/${name.replace('.json', '.html')}`);
    const file = join(out, second?.id ?? '', 'findings', findings[0] ?? '');
    const kept = await skein(
      'keep',
      file,
      '--corpus',
      join(out, 'corpus'),
      '--label',
      'from a night',
      '--for',
      '2s',
    );
    expect(kept).toMatchObject({ code: 0 });
  });

  it('goes on after kill -9 where it was, and comes to the same as a night that was not disturbed', {
    timeout: PATIENCE_MS,
  }, async () => {
    const words = ['--runs', '60', '--seed', 'n', '--defect', 'sequence-from-row', '--no-shrink', ...SMALL];
    const whole = join(out, 'whole');
    const torn = join(out, 'torn');
    const running = startSkein(['nightly', '--out', torn, ...words]);
    await expect
      .poll(() => existsSync(torn) && journal(torn).includes('"type":"runs"'), { timeout: 50_000 })
      .toBe(true);
    running.signal('SIGKILL');
    expect(await running.ended).toMatchObject({ code: null });
    const written = journal(torn)
      .split('\n')
      .filter((line) => line.startsWith('{"type":"runs"')).length;
    expect(journal(torn)).not.toContain('"type":"end"');

    const resumed = await skein('nightly', '--resume', '--out', torn, '--no-corpus');
    expect(resumed.stdout).toMatch(/going on after \d+ runs?/);
    expect(resumed).toMatchObject({ code: 1 });
    expect(await skein('nightly', '--out', whole, ...words)).toMatchObject({ code: 1 });
    expect(written).toBeGreaterThan(0);
    const [one] = nights(torn);
    const [other] = nights(whole);
    expect(one?.campaign.findings).toEqual(other?.campaign.findings);
    expect(one?.campaign.hash).toBe(other?.campaign.hash);
    expect(one?.campaign.runs).toBe(60);
    expect(one?.campaign.coverage).toEqual(other?.campaign.coverage);
    expectUsageError(
      await skein('nightly', '--resume', '--out', torn),
      /there is no night in .* that is not over/,
    );
  });

  it('says what it has seen when it is interrupted, and can be gone on with', {
    timeout: PATIENCE_MS,
  }, async () => {
    const running = startSkein(['nightly', '--out', out, '--for', '1h', ...SMALL]);
    await expect.poll(() => journal().includes('"type":"runs"'), { timeout: 50_000 }).toBe(true);
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('interrupted: ✓ green');
    expect(stderr).toContain(`go on: npx skein nightly --resume --out ${out}`);
    const [night] = nights();
    expect(night?.campaign).toMatchObject({ interrupted: true });
    expect(night?.campaign.runs).toBeGreaterThan(0);
    expect(journal()).not.toContain('"type":"end"');
  });
});
