import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFECTS } from '../../../models/defect/index.ts';
import {
  faults,
  GeneratedWorkflow,
  schedules,
  WorkflowFailedError,
  workflowOf,
  workflows,
} from '../../../sim/fast-check/index.ts';
import { ENGINE_SCHEMA } from '../../../sim/scenario/index.ts';
import { PGliteTarget } from '../../../sim/target/index.ts';
import { bootedTarget } from '../../support/targets.ts';

const target = bootedTarget(() => PGliteTarget.boot({ schema: ENGINE_SCHEMA }));

describe('workflows()', () => {
  it('do on the engine, under any schedule, what the reference says', () =>
    fc.assert(
      fc.asyncProperty(workflows(), schedules(), (workflow, schedule) => workflow.run(target(), schedule)),
      { numRuns: 15, seed: 4 },
    ));

  it('do so where things go wrong', () =>
    fc.assert(
      fc.asyncProperty(workflows(), schedules(), faults(), (workflow, schedule, planned) =>
        workflow.run(target(), schedule, { faults: planned }),
      ),
      { numRuns: 15, seed: 4 },
    ));

  it('find a planted bug of the engine, and shrink to a program that shows it', async () => {
    const defect = DEFECTS.find(({ name }) => name === 'sequence-from-row');
    const property = fc.asyncProperty(workflows(), schedules(), (workflow, schedule) =>
      workflow.run(target(), schedule, { defect }),
    );
    const details = await fc.check(property, { seed: 1, numRuns: 300, interruptAfterTimeLimit: 90_000 });
    const [workflow, schedule] = details.counterexample ?? [];
    expect(details.errorInstance).toBeInstanceOf(WorkflowFailedError);
    expect(String(workflow).length).toBeLessThan(400);
    expect(schedule?.detours.length).toBeLessThan(4);
  }, 120_000);

  it('are told so that they can be pasted', () => {
    const workflow = workflowOf({ type: 'sleep', ms: 10 });
    expect(fc.stringify(workflow)).toBe('workflowOf({"type":"sleep","ms":10}, {"whims":[]})');
    const details = fc.check(
      fc.property(workflows(), (each) => !(each instanceof GeneratedWorkflow)),
      { examples: [[workflow]], numRuns: 1 },
    );
    expect(details.failed).toBe(true);
  });
});
