import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { run, type RunResult } from '../../../sim/campaign/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { replayChooser } from '../../../sim/strategy/index.ts';
import { planOf, type RunSketch, runRandomly } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();
const script = fileURLToPath(new URL('../../support/scenario-hashes.ts', import.meta.url));

/** Runs sketches in a process of their own. */
async function hashesElsewhere(sketches: readonly RunSketch[]): Promise<readonly string[]> {
  const command = ['--import', 'tsx', script, JSON.stringify(sketches)];
  const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 50_000 });
  return JSON.parse(stdout) as readonly string[];
}

async function hashesOf(sketches: readonly RunSketch[]): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const sketch of sketches) hashes.push((await runRandomly(target(), sketch)).hash);
  return hashes;
}

function replayOf({ plan, choices }: RunResult): Promise<RunResult> {
  return run(target(), plan, () => replayChooser(choices));
}

/** Runs of every scenario: sound, with a defect, and with whatever goes wrong. */
const SKETCHES: readonly RunSketch[] = SCENARIOS.flatMap(({ name }) => [
  { scenario: name, seed: 'replayed' },
  { scenario: name, seed: 'replayed', defect: 'sequence-from-row' },
  { scenario: name, seed: 'replayed', isFaulty: true },
]);

describe('a run', () => {
  it('is the same again with the same choices, whatever was run meanwhile', async () => {
    const results: RunResult[] = [];
    for (const sketch of SKETCHES) results.push(await runRandomly(target(), sketch));
    for (const first of results.toReversed()) {
      const again = await replayOf(first);
      const { name } = first.plan.scenario;
      expect(again.hash, name).toBe(first.hash);
      expect(again.trace.steps, name).toEqual(first.trace.steps);
      expect(again.violations, name).toEqual(first.violations);
      expect([again.choices, again.preemptions, again.elapsedMs, again.faults], name).toEqual([
        first.choices,
        first.preemptions,
        first.elapsedMs,
        first.faults,
      ]);
    }
    expect(results.some(({ faults }) => faults.size > 0)).toBe(true);
  }, 240_000);

  it('is the same in another process with the same choices', async () => {
    const results: RunResult[] = [];
    for (const sketch of SKETCHES) results.push(await runRandomly(target(), sketch));
    const recorded = SKETCHES.map((sketch, index) => ({ ...sketch, choices: results[index]?.choices ?? [] }));
    expect(await hashesElsewhere(recorded)).toEqual(results.map(({ hash }) => hash));
  });

  it('is another with other choices', async () => {
    const sketch = { scenario: 'fan-out', seed: 'same' };
    const { hash } = await runRandomly(target(), sketch);
    const dullest = await run(target(), planOf(sketch), () => ({ choose: () => 0 }));
    expect(dullest.hash).not.toBe(hash);
  });
});

describe('a hundred seeds', () => {
  it('are the same forwards, backwards and in another process', async () => {
    const sketches = Array.from({ length: 100 }, (_, seed) => ({
      scenario: 'fan-out',
      seed: String(seed),
      isFaulty: seed % 2 === 1,
    }));
    const elsewhere = hashesElsewhere(sketches);
    const forwards = await hashesOf(sketches);
    const backwards = await hashesOf(sketches.toReversed());
    expect(new Set(forwards).size).toBe(100);
    expect(backwards.toReversed()).toEqual(forwards);
    expect(await elsewhere).toEqual(forwards);
  });
});
