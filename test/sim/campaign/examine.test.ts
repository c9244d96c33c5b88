import { beforeAll, describe, expect, it } from 'vitest';
import { examine, type ExaminedRun, run, type RunPlan, type RunResult } from '../../../sim/campaign/index.ts';
import type { Target } from '../../../sim/target/index.ts';
import { portfolio, runPlan, sequenceFromRow, sharedTarget, fanOut } from '../../support/campaigns.ts';
import { instead } from '../../support/targets.ts';

const target = sharedTarget();

/** The first run of a plan, by its seed, that breaks a law. */
async function broken(overrides: Partial<RunPlan>): Promise<RunResult> {
  for (let seed = 0; seed < 200; seed += 1) {
    const result = await run(target, runPlan({ seed: String(seed), ...overrides }), (root) =>
      portfolio.chooser(root.stream('schedule')),
    );
    if (result.violations[0]?.law.name === 'exactly-once') return result;
  }
  throw new Error('two hundred seeds did not show it');
}

let result: RunResult;
let examined: ExaminedRun;
beforeAll(async () => {
  result = await broken({ defect: sequenceFromRow, scenario: fanOut });
  examined = await examine(target, result);
});

describe('an examined run', () => {
  it('is the same run, filmed', () => {
    expect(examined.run.hash).toBe(result.hash);
    expect(examined.wasDisturbed).toBe(false);
    expect(examined.film.tables.map(({ name }) => name)).toContain('workflow_event');
  });

  it('shows what it broke from a step on that committed the end of a task, and no event', () => {
    const { shown, film } = examined;
    const changes = film.frames.find(({ step }) => step === shown)?.changes ?? [];
    expect(changes.map(({ table }) => film.tables[table]?.name)).toEqual(['task_execution']);
    expect(changes[0]?.after).toContain('COMPLETED');
  });

  it('could be saved up to the point of no return, by a run that is the same until then and keeps the law', () => {
    const { turn, run: lost } = examined;
    expect(turn?.step).toBeGreaterThan(1);
    const saved = turn?.saved;
    expect(saved?.violations.map(({ law }) => law.name)).not.toContain('exactly-once');
    const before = (turn?.step ?? 0) - 1;
    expect(saved?.trace.steps.slice(0, before)).toEqual(lost.trace.steps.slice(0, before));
  });

  it('has no point of no return where that could not be found in time', async () => {
    expect((await examine(target, result, 0)).turn).toBeUndefined();
  });

  it('has nothing to show where every law held', async () => {
    const {
      violation,
      shown,
      turn,
      run: kept,
    } = await examine(target, { ...result, ...examined.turn?.saved });
    expect({ violation, shown, turn }).toEqual({ violation: undefined, shown: undefined, turn: undefined });
    expect(kept.hash).toBe(examined.turn?.saved?.hash);
  });

  it('is filmed without tables where looking at them makes it another run', async () => {
    const disturbed: Target = instead(() => target, {
      peek: (text: string) => {
        // Somebody who looks and writes: the worst that could happen.
        target.openSession().execute({ text: `update task_execution set status = 'FAILED'` });
        return target.peek?.(text);
      },
    });
    const { film, wasDisturbed, run: again } = await examine(disturbed, result, 0);
    expect(wasDisturbed).toBe(true);
    expect(film.tables).toEqual([]);
    expect(again.hash).toBe(result.hash);
  });
});
