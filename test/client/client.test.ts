import { expect, it } from 'vitest';
import { client, WorkflowEndedError } from '../../src/client/index.ts';
import { createEngine, EngineError } from '../../src/engine/index.ts';
import type { Json } from '../../src/events/index.ts';
import { systemClock, systemRandom } from '../../src/ports/system/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { claimWorkflow, command, leaseOf, claimTask, submit, workflowRow } from '../support/engine.ts';
import { hastyClock, recordingClock } from '../support/workers.ts';

onEachDatabase((sql) => {
  const operations = createEngine({ sql, random: systemRandom });
  const hasty = client({ operations, clock: hastyClock, random: systemRandom });
  const order = workflow<Json | void, Json | void>({
    name: 'order',
    run: () => Promise.reject(new Error('nothing runs this workflow here')),
  });

  it('starts a workflow under a random id in the default queue unless told otherwise', async () => {
    const first = await hasty.start(order, { n: 1 });
    const second = await hasty.start(order, { n: 2 });

    expect(first.workflowId).toMatch(/^[0-9a-f-]{36}$/);
    expect(second.workflowId).not.toBe(first.workflowId);
    expect(
      await sql.query(
        "select id, kind, queue, priority, input from workflow_execution order by input -> 'n'",
      ),
    ).toEqual([
      { id: first.workflowId, kind: 'order', queue: 'default', priority: 0, input: { n: 1 } },
      { id: second.workflowId, kind: 'order', queue: 'default', priority: 0, input: { n: 2 } },
    ]);
  });

  it('starts a workflow as it is told', async () => {
    const handle = await hasty.start(order, null, { id: 'w1', queue: 'slow', priority: 7 });

    expect(handle.workflowId).toBe('w1');
    expect(await sql.query('select id, queue, priority from workflow_execution')).toEqual([
      { id: 'w1', queue: 'slow', priority: 7 },
    ]);
    expect((await workflowRow(sql, 'w1')).hasInput).toBe(true);
  });

  it('starts a workflow without an input where there is none', async () => {
    await hasty.start(order, undefined, { id: 'w1' });

    expect((await workflowRow(sql, 'w1')).hasInput).toBe(false);
  });

  it('gives everybody with the same idempotency key the same workflow', async () => {
    const first = await hasty.start(order, 1, { idempotencyKey: 'k' });
    const second = await hasty.start(order, 2, { idempotencyKey: 'k' });
    await submit(operations, await claimWorkflow(operations), {
      outcome: { type: 'COMPLETED', output: 'one' },
    });

    expect(second.workflowId).toBe(first.workflowId);
    expect(await Promise.all([first.result(), second.result()])).toEqual(['one', 'one']);
  });

  it('passes on that an id is taken', async () => {
    await hasty.start(order, 1, { id: 'w1' });

    const refusal = await hasty.start(order, 1, { id: 'w1' }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'ALREADY_EXISTS', subject: 'w1' });
  });

  it.each([[{ paid: [1, null] }], [null], [0], ['']])('answers with the output %j', async (output) => {
    const handle = await hasty.start(order, 1);
    await submit(operations, await claimWorkflow(operations), { outcome: { type: 'COMPLETED', output } });

    expect(await handle.result()).toEqual(output);
    expect(await handle.result()).toEqual(output);
  });

  it('answers with undefined where the workflow has no output', async () => {
    const handle = await hasty.start(order, 1);
    await submit(operations, await claimWorkflow(operations), { outcome: { type: 'COMPLETED' } });

    expect(await handle.result()).toBeUndefined();
  });

  it('throws the failure of a workflow that failed', async () => {
    const handle = await hasty.start(order, 1, { id: 'w1' });
    const error = { name: 'RangeError', message: 'too much', detail: [1] };
    await submit(operations, await claimWorkflow(operations), { outcome: { type: 'FAILED', error } });

    const failure = await handle.result().catch((thrown: unknown) => thrown);

    expect(failure).toBeInstanceOf(WorkflowEndedError);
    expect(failure).toMatchObject({
      name: 'WorkflowEndedError',
      workflowId: 'w1',
      failure: error,
      message: 'workflow w1 failed: RangeError: too much',
    });
  });

  it('waits for the end', async () => {
    const handle = await hasty.start(order, 1);
    const seen: unknown[] = [];
    const waiting = handle.result().then((output) => seen.push(output));

    await submit(operations, await claimWorkflow(operations), { commands: [command('t1')] });
    for (let round = 0; round < 10; round += 1) await systemClock.sleep(1);
    seen.push('still waiting');
    await operations.completeTask(leaseOf(await claimTask(operations)));
    const activation = await claimWorkflow(operations);
    await submit(operations, activation, { outcome: { type: 'COMPLETED', output: 'done' } });
    await waiting;

    expect(seen).toEqual(['still waiting', 'done']);
  });

  it('asks only for what it has not seen, in pauses that double up to 5 s', async () => {
    const asked: number[] = [];
    const clock = recordingClock();
    const patient = client({
      clock,
      random: systemRandom,
      operations: {
        ...operations,
        async getEvents(request) {
          asked.push(request.after);
          if (asked.length === 3) {
            await submit(operations, await claimWorkflow(operations), { commands: [command('t1')] });
          }
          if (asked.length === 8) {
            await operations.completeTask(leaseOf(await claimTask(operations)));
            await submit(operations, await claimWorkflow(operations), { outcome: { type: 'COMPLETED' } });
          }
          return await operations.getEvents(request);
        },
      },
    });

    await (await patient.start(order, 1)).result();

    expect(asked).toEqual([0, 1, 1, 3, 3, 3, 3, 3]);
    expect(clock.sleeps).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000]);
  });
});
