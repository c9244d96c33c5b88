import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import {
  asker,
  claimWorkflow,
  command,
  contents,
  start,
  submit,
  waitingForOne,
  workflowRow,
} from '../support/engine.ts';

onEachDatabase((sql, target) => {
  const engine = createEngine({ sql, random: systemRandom });

  async function claimOrder(count: number): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await claimWorkflow(engine)).workflowId);
    return ids;
  }

  it('answers with nothing when nothing is PENDING', async () => {
    expect(await engine.pollWorkflow(asker())).toEqual({});
  });

  it('leases the workflow to the worker that asked', async () => {
    await start(engine, 'w1');

    const { activation } = await engine.pollWorkflow(asker({ worker: 'worker-7', leaseMs: 12_345 }));

    expect(activation).toMatchObject({ workflowId: 'w1', kind: 'order' });
    expect(await workflowRow(sql, 'w1')).toMatchObject({
      status: 'RUNNING',
      leaseWorker: 'worker-7',
      leaseToken: activation?.token,
      leaseMs: 12_345,
    });
  });

  it('hands out a workflow once', async () => {
    await start(engine, 'w1');
    await claimWorkflow(engine);
    const before = await contents(sql);

    expect(await engine.pollWorkflow(asker({ worker: 'worker-2' }))).toEqual({});
    expect(await contents(sql)).toEqual(before);
  });

  it('hands out only the queues and the kinds that were asked for', async () => {
    await start(engine, 'other-queue', { queue: 'slow' });
    await start(engine, 'other-kind', { kind: 'refund' });

    expect(await engine.pollWorkflow(asker())).toEqual({});
    expect(await engine.pollWorkflow(asker({ kinds: [] }))).toEqual({});
    expect(await claimWorkflow(engine, { queues: ['default', 'slow'] })).toMatchObject({
      workflowId: 'other-queue',
    });
    expect(await claimWorkflow(engine, { kinds: ['order', 'refund'] })).toMatchObject({
      workflowId: 'other-kind',
    });
  });

  it('hands out the highest priority first, then the oldest, then by id', async () => {
    await start(engine, 'old');
    await start(engine, 'new');
    await start(engine, 'urgent', { priority: 5 });
    await start(engine, 'lazy', { priority: -5 });
    await start(engine, 'b-same-age');
    await start(engine, 'a-same-age');
    await sql.query(
      `update workflow_execution set created_at = now() - case
         when id = 'old' then interval '1 hour'
         when id like '%-same-age' then interval '1 minute'
         else interval '0' end`,
    );

    expect(await claimOrder(6)).toEqual(['urgent', 'old', 'a-same-age', 'b-same-age', 'new', 'lazy']);
  });

  it('hands out neither a WAITING nor an ended workflow', async () => {
    await start(engine, 'waiting');
    await submit(engine, await claimWorkflow(engine));
    await start(engine, 'completed');
    await submit(engine, await claimWorkflow(engine), { outcome: { type: 'COMPLETED' } });
    await start(engine, 'failed');
    const error = { name: 'Error', message: 'no' };
    await submit(engine, await claimWorkflow(engine), { outcome: { type: 'FAILED', error } });

    expect(await engine.pollWorkflow(asker())).toEqual({});
  });

  it('hands out a workflow that was woken under a new token', async () => {
    await start(engine, 'w1');
    const first = await claimWorkflow(engine);
    await submit(engine, first, { commands: [command('t1')] });
    const { task } = await engine.pollTask(asker());
    await engine.completeTask({ taskId: 't1', attempt: 1, token: task?.token ?? 'none' });

    const second = await claimWorkflow(engine);

    expect(second.workflowId).toBe('w1');
    expect(second.token).not.toBe(first.token);
    expect((await workflowRow(sql, 'w1')).leaseToken).toBe(second.token);
  });

  it('lets one of several concurrent polls win a workflow', async () => {
    await start(engine, 'w1');

    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => engine.pollWorkflow(asker({ worker: `worker-${index}` }))),
    );

    const winners = responses.flatMap(({ activation }) => activation ?? []);
    expect(winners).toHaveLength(1);
    expect((await workflowRow(sql, 'w1')).leaseToken).toBe(winners[0]?.token);
  });

  it('gives concurrent polls different workflows', async () => {
    const ids = ['w1', 'w2', 'w3', 'w4', 'w5'];
    for (const id of ids) await start(engine, id);

    const responses = await Promise.all(Array.from({ length: 5 }, () => engine.pollWorkflow(asker())));

    expect(new Set(responses.map(({ activation }) => activation?.workflowId))).toEqual(new Set(ids));
    expect(new Set(responses.map(({ activation }) => activation?.token)).size).toBe(5);
  });

  it.runIf(target.hasManySessions)('does not wait for a workflow that somebody else has locked', async () => {
    await start(engine, 'locked', { priority: 1 });
    await start(engine, 'free');

    const claimed = await sql.transaction(async (other) => {
      await other.query("select 1 from workflow_execution where id = 'locked' for update");
      return await claimWorkflow(engine);
    });

    expect(claimed.workflowId).toBe('free');
  });

  it('does not touch the tasks of the workflow it hands out', async () => {
    const task = await waitingForOne(engine, 'w1');
    await engine.completeTask({ taskId: task.id, attempt: 1, token: task.token });
    const tasks = await sql.query('select * from task_execution');

    await claimWorkflow(engine);

    expect(await sql.query('select * from task_execution')).toEqual(tasks);
  });
});
