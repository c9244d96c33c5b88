import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TracePage } from '../../../reports/trace/page-data.ts';
import { encodeToken, record, run, shrinkRun } from '../../../sim/campaign/index.ts';
import { portfolio, runPlan, sequenceFromRow, sharedTarget } from '../../support/campaigns.ts';
import { expectUsageError, skein } from '../../support/command-line.ts';

const target = sharedTarget();
const folder = mkdtempSync(join(tmpdir(), 'skein-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The data of a page that a command has written. */
function dataIn(file: string): TracePage {
  const page = readFileSync(file, 'utf8');
  const text = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1];
  return JSON.parse(text ?? '') as TracePage; // as the page was made
}

let found: string;
let report: string;
beforeAll(async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const plan = runPlan({ seed: String(seed), defect: sequenceFromRow });
    const result = await run(target, plan, (root) => portfolio.chooser(root.stream('schedule')));
    const shrunk = await shrinkRun(target, result, { ms: 60_000, runs: 60 });
    if (!shrunk) continue;
    found = encodeToken(record(target, result));
    report = join(folder, 'report.json');
    writeFileSync(report, JSON.stringify({ findings: [{ token: found, shrunk: { token: shrunk.token } }] }));
    return;
  }
  throw new Error('a hundred seeds did not show the defect');
});

describe('the page of a run', () => {
  it('is written by replay, of what a report holds the shrunk run and the one that was found', async () => {
    const file = join(folder, 'finding.html');
    const { code, stdout } = await skein('replay', report, '--html', file);
    expect(stdout).toContain(`page: ${file}`);
    expect(code).toBe(1);
    const { title, runs, comparison } = dataIn(file);
    expect(title).toMatch(/^exactly-once · fan-out, seed \d+ · skein$/);
    expect(runs.map(({ id }) => id)).toEqual(['shrunk', 'found']);
    expect(comparison).toBeNull();
    for (const { moments, frames, notes, command } of runs) {
      expect(moments.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['turn', 'shown', 'refused']));
      expect(frames.length).toBeGreaterThan(10);
      expect(notes[0]).toContain('it was the same run all the same');
      expect(command).toMatch(/^npx skein replay sk1_/);
    }
    expect(runs[1]?.command).toContain(found);
  });

  it('lays the run beside the one that was saved, and says where they go apart', async () => {
    const file = join(folder, 'saved.html');
    const { stdout } = await skein('replay', report, '--html', file, '--against', 'saved');
    expect(stdout).toMatch(/The runs go apart at step \d+\. This run: completeTask/);
    const { runs, comparison } = dataIn(file);
    expect(runs.map(({ verdict }) => verdict?.law ?? 'held')).toEqual(['exactly-once', 'held']);
    const turn = runs[0]?.moments.find(({ kind }) => kind === 'turn')?.step;
    expect(comparison?.rows[comparison.first ?? -1]).toContain(turn);
  });

  it('is written by shrink, of both runs', async () => {
    const file = join(folder, 'shrunk.html');
    const { code } = await skein('shrink', found, '--for', '2s', '--html', file);
    expect(code).toBe(1);
    const { runs } = dataIn(file);
    expect(runs.map(({ id }) => id)).toEqual(['shrunk', 'found']);
    expect(runs[0]?.facts.map(([label]) => label)).toContain('cut');
  });

  it('is refused before the run where it could not be written, or has nothing to be written to', async () => {
    const nowhere = join(folder, 'nowhere', 'page.html');
    expectUsageError(
      await skein('replay', found, '--html', nowhere),
      /cannot write .* another place for --html/,
    );
    expectUsageError(await skein('replay', found, '--against', 'saved'), /say which file with --html/);
  });

  it('is refused where the other run is not to be had', async () => {
    const file = join(folder, 'refused.html');
    const { code, stderr } = await skein('replay', found, '--html', file, '--against', 'target:oracle');
    expect(stderr).toMatch(/^skein: .*oracle/);
    expect(code).toBe(2);
  });
});
