import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../../models/law/index.ts';
import { run, type RunResult } from '../../../sim/campaign/index.ts';
import { SECOND_OPINION, SecondOpinion } from '../../../sim/opinion/index.ts';
import { ENGINE_SCHEMA } from '../../../sim/scenario/index.ts';
import { PgMemTarget } from '../../../sim/target/index.ts';
import { random, runPlan, sharedTarget } from '../../support/campaigns.ts';
import { instead } from '../../support/targets.ts';

type Left = Pick<Evidence, 'workflows' | 'events'>;

describe('a second opinion', () => {
  const target = sharedTarget();
  let opinion: SecondOpinion;
  beforeAll(async () => {
    opinion = new SecondOpinion(await PgMemTarget.boot({ schema: ENGINE_SCHEMA }));
  });
  afterAll(() => opinion.close());

  let result: RunResult;
  let left: Left;
  beforeAll(async () => {
    result = await run(target, runPlan(), (root) => random.chooser(root.stream('schedule')));
    left = {
      workflows: target.inspect('select id, status from workflow_execution') as Left['workflows'],
      events: target.inspect(
        `select workflow_id as "workflowId", sequence, type, data
         from workflow_event order by workflow_id, sequence`,
      ) as Left['events'],
    };
  });

  const on = (events: Left['events'], steps = result.trace.steps) =>
    opinion.disagrees(steps, { ...left, events });

  it('agrees with what a run of the engine left', () => {
    expect(left.events.length).toBeGreaterThan(5);
    expect(on(left.events)).toBeUndefined();
  });

  it('does not mind the order of keys in an event', () => {
    const events = left.events.map(({ data, ...event }) => ({
      ...event,
      data: Object.fromEntries(Object.entries(data).toReversed()),
    }));
    expect(on(events)).toBeUndefined();
  });

  it('misses an event that was committed and is not there', () => {
    const [lost, ...events] = left.events;
    expect(on(events)).toEqual({
      sentence: `pg-mem has event ${lost?.workflowId}/1 (${lost?.type}), which the run's target lost.`,
      subjects: [lost?.workflowId],
      shape: 'lost event',
    });
  });

  it('does not know an event that nobody committed', () => {
    const events = left.events.concat({ workflowId: 'sum', sequence: 99, type: 'TASK_COMPLETED', data: {} });
    expect(on(events)).toMatchObject({
      subjects: ['sum'],
      shape: 'event that nobody committed',
    });
  });

  it('sees that an event is another', () => {
    const [first, ...others] = left.events;
    if (!first) throw new Error('the run left no event');
    expect(on([{ ...first, data: { taskId: 'x' } }, ...others])).toMatchObject({ shape: 'other event' });
  });

  it('refuses what the target should have refused', () => {
    const twice = result.trace.steps.concat(result.trace.steps);
    expect(on(left.events, twice)).toMatchObject({ shape: 'refused with 23505', subjects: ['sum'] });
  });

  it('is a finding of its own kind', async () => {
    const forgetful = instead(() => target, {
      inspect: (text) =>
        text.includes('from workflow_event') ? target.inspect(text).slice(0, -1) : target.inspect(text),
    });
    const { violations } = await run(forgetful, runPlan({ opinion }), (root) =>
      random.chooser(root.stream('schedule')),
    );
    expect(violations.at(-1)).toMatchObject({ law: SECOND_OPINION, witness: { shape: 'lost event' } });
  });

  it('decides nothing: the trace is the same with it and without', async () => {
    const asked = await run(target, runPlan({ opinion }), (root) => random.chooser(root.stream('schedule')));
    expect(asked.hash).toBe(result.hash);
    expect(asked.violations).toEqual([]);
  });
});
