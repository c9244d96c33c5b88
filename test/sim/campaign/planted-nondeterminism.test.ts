import { describe, expect, it } from 'vitest';
import type { Planted } from '../../../models/defect/index.ts';
import { divergenceText } from '../../../reports/index.ts';
import { campaign, NondeterminismError } from '../../../sim/campaign/index.ts';
import { host } from '../../../sim/kernel/index.ts';
import { campaignPlan, noSignal, seeds, sharedTarget, SMALL } from '../../support/campaigns.ts';

const target = sharedTarget();

/** Runs until something that no seed decides is noticed: one run in fifty is done twice. */
async function noticed(defect: Planted): Promise<NondeterminismError> {
  const plan = campaignPlan(target, { defect, seeds: seeds(50), size: { ...SMALL, tasks: 2 } });
  const error = await campaign(plan, {}, noSignal).catch((thrown: unknown) => thrown);
  if (!(error instanceof NondeterminismError)) throw new Error(`not noticed: ${String(error)}`);
  return error;
}

describe('what no seed decides', () => {
  it('is noticed where somebody reads the wall clock past the traps, at the first step that has it', async () => {
    const error = await noticed({
      name: 'wall-clock',
      summary: 'outputs are stamped with the time of the host',
      apply: (engine) => ({
        ...engine,
        // Taken before the first run could replace it: out of reach for the traps.
        completeTask: (request) => engine.completeTask({ ...request, output: [2, host.monotonicMs()] }),
      }),
    });
    const step = error.first.trace.steps[error.divergesAt ?? -1];
    expect(step?.actor).toContain('completeTask');
    expect(JSON.stringify(step?.detail)).toMatch(/update task_execution set status = 'COMPLETED'/);
    expect(divergenceText(error)).toContain(`step ${(error.divergesAt ?? 0) + 1}`);
  });

  it('is noticed where handlers go through a map that one run leaves to the next', async () => {
    const seen = new Map<string, number>();
    const error = await noticed({
      name: 'leftover-map',
      summary: 'completions tell how many tasks there have been, in the order in which they came',
      apply: (engine) => ({
        ...engine,
        completeTask: (request) => {
          seen.set(`${request.taskId}, after ${seen.size}`, seen.size);
          return engine.completeTask({ ...request, output: [...seen.keys()].at(-1) ?? null });
        },
      }),
    });
    expect(error.divergesAt).toBeDefined();
    expect(error.first.trace.steps[error.divergesAt ?? -1]?.actor).toContain('completeTask');
  });

  it('is not there where rows are read without an order: each run finds its tables as new', async () => {
    const order: Planted = {
      name: 'unordered',
      summary: 'completions look at the tasks in whatever order the table has them',
      apply: (engine, { sql }) => ({
        ...engine,
        async completeTask(request) {
          await sql.query('select id from task_execution');
          return await engine.completeTask(request);
        },
      }),
    };
    const plan = campaignPlan(target, { defect: order, seeds: seeds(100) });
    const { checkedTwice, runs } = await campaign(plan, {}, noSignal);
    expect(runs).toBe(100);
    expect(checkedTwice).toBeGreaterThan(1); // and the first difference would have been an error
  });
});
