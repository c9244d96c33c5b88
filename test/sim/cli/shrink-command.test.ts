import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeToken, encodeToken } from '../../../sim/campaign/index.ts';
import { type CommandResult, expectUsageError, skein, tokenIn } from '../../support/command-line.ts';

const PLANTED =
  'run --scenario fan-out --tasks 3 --defect sequence-from-row --strategy random --faults none --no-corpus'.split(
    ' ',
  );
const folder = mkdtempSync(join(tmpdir(), 'skein-shrink-'));
const report = join(folder, 'report.json');
const corpus = join(folder, 'corpus');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Report = {
  readonly findings: readonly {
    readonly token: string;
    readonly shrunk: Record<string, unknown> & { token: string };
  }[];
};
const finding = (): Report['findings'][0] => {
  const { findings } = JSON.parse(readFileSync(report, 'utf8')) as Report; // as the command writes it
  const [first] = findings;
  if (!first) throw new Error('the report has no finding');
  return first;
};

let run: CommandResult;
let kept: CommandResult;
beforeAll(async () => {
  run = await skein(...PLANTED, '--seeds', '0..99', '--bail', '--shrink-for', '20s', '--out', report);
  kept = await skein('keep', report, '--label', 'Lost at last', '--corpus', corpus);
}, 180_000);

describe('a campaign that found something', () => {
  it('says what it cut, and which step comes before which', () => {
    expect(run.stdout).toMatch(
      /cut {3}from \d+ steps, \d+ preemptions, 0 faults to \d+ steps, \d+ preemptions?, 0 faults \(\d+ runs, \d+\.\d s/,
    );
    expect(run.stdout).toMatch(/order .*: .* before completeTask worker-\d#\d: /);
    expect(run.code).toBe(1);
  });

  it('prints the token of the shrunk run, which replays it, and keeps the other one in the report', async () => {
    const { token, shrunk } = finding();
    expect(tokenIn(run.stdout)).toBe(shrunk.token);
    expect(shrunk).toMatchObject({
      size: { tasks: 2 },
      from: { faults: 0 },
      hash: decodeToken(shrunk.token).hash,
    });
    expect(decodeToken(token)).toMatchObject({ tasks: 3, scenario: 'fan-out' });
    expect(decodeToken(token).choices.length).toBeGreaterThan(decodeToken(shrunk.token).choices.length);
    const replayed = await skein('replay', shrunk.token);
    expect(replayed.stdout).toContain(`replayed: the same trace, hash ${String(shrunk['hash'])}`);
    expect(replayed.code).toBe(1);
  });
});

describe('shrink', () => {
  it('takes the run of a report as it was found, and comes to as little', async () => {
    const { code, stdout } = await skein('shrink', report, '--for', '20s');
    expect(stdout).toContain('✗ exactly-once');
    expect(stdout).toMatch(/cut {3}from \d+ steps/);
    expect(decodeToken(tokenIn(stdout)).tasks).toBe(2);
    expect(code).toBe(1);
  });

  it.each([
    ['no token', ['nothing.json'], /"nothing\.json" is neither a replay token/],
    ['no duration', ['sk1_x', '--for', 'soon'], /--for takes a duration like 30s, 5m or 2h, not "soon"/],
    ['a damaged token', ['sk1_AAAA'], /the replay token is damaged/],
  ])('refuses %s in one line', async (_, words, reason) => {
    expectUsageError(await skein('shrink', ...words), reason);
  });

  it('refuses a token of another build, and says which', async () => {
    const token = encodeToken({ ...decodeToken(finding().token), build: '00000000' });
    expectUsageError(await skein('shrink', token), /made by build 00000000/);
  });
});

describe('keep', () => {
  it('writes a file named for its label, that people can read', () => {
    expect(kept).toMatchObject({ code: 0, stdout: `kept as ${join(corpus, 'lost-at-last.json')}\n` });
    const file = JSON.parse(readFileSync(join(corpus, 'lost-at-last.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(file).toMatchObject({ label: 'Lost at last', scenario: 'fan-out', defect: 'sequence-from-row' });
    expect(readdirSync(corpus)).toEqual(['lost-at-last.json']);
  });

  it('does not keep another one under the same label', async () => {
    const again = await skein('keep', report, '--label', 'Lost at last', '--corpus', corpus, '--for', '1ms');
    expectUsageError(again, /lost-at-last\.json is there already: choose another --label/);
  });

  it('refuses a label that says nothing', async () => {
    expectUsageError(await skein('keep', report, '--label', ' '), /--label takes a text/);
  });
});

describe('a campaign with a corpus', () => {
  const holding = 'run --scenario fan-out --runs 1 --seed a --faults none'.split(' ');

  it('runs what is kept there first, and says that it is as it should be', async () => {
    const { code, stdout } = await skein(...holding, '--corpus', corpus);
    expect(stdout).toContain('corpus: 1 of 1 kept finding as they should be\n');
    expect(code).toBe(0);
  });

  it('tells in one line what means nothing any more, and goes on', async () => {
    const old = mkdtempSync(join(folder, 'old-'));
    const file = JSON.parse(readFileSync(join(corpus, 'lost-at-last.json'), 'utf8')) as object;
    writeFileSync(join(old, 'gone.json'), JSON.stringify({ ...file, defect: 'long-gone' }));
    const { code, stdout } = await skein(...holding, '--corpus', old);
    expect(stdout).toContain(
      'corpus: gone.json means nothing any more: this build has no defect long-gone\n',
    );
    expect(stdout).toContain('✓ held');
    expect(code).toBe(0);
  });

  it('refuses a folder that is none, and a file that is no kept finding', async () => {
    const wrong = mkdtempSync(join(folder, 'wrong-'));
    writeFileSync(join(wrong, 'wrong.json'), '{');
    expectUsageError(
      await skein(...holding, '--corpus', join(folder, 'nowhere')),
      /is no folder that can be read/,
    );
    expectUsageError(await skein(...holding, '--corpus', wrong), /wrong\.json is no kept finding/);
  });
});
