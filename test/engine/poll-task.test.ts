import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import {
  asker,
  claimTask,
  claimWorkflow,
  command,
  contents,
  insertStandaloneTask,
  leaseOf,
  letRetriesCome,
  start,
  submit,
  taskRow,
  workflowRow,
} from '../support/engine.ts';

onEachDatabase((sql, target) => {
  const engine = createEngine({ sql, random: systemRandom });

  async function schedule(...commands: readonly ReturnType<typeof command>[]): Promise<void> {
    await start(engine, 'w1');
    await submit(engine, await claimWorkflow(engine), { commands });
  }

  it('answers with nothing when nothing is due', async () => {
    expect(await engine.pollTask(asker())).toEqual({});
  });

  it('leases the next attempt to the worker that asked', async () => {
    await schedule(command('t1', { input: { amount: 5 } }));

    const { task } = await engine.pollTask(asker({ worker: 'worker-7', leaseMs: 12_345 }));

    expect(task).toEqual({
      id: 't1',
      workflowId: 'w1',
      kind: 'charge',
      attempt: 1,
      input: { amount: 5 },
      token: task?.token,
    });
    expect(await taskRow(sql, 't1')).toMatchObject({
      status: 'RUNNING',
      attempt: 1,
      leaseWorker: 'worker-7',
      leaseToken: task?.token,
      leaseMs: 12_345,
    });
    expect((await workflowRow(sql, 'w1')).status).toBe('WAITING');
  });

  it('tells no input from an input of null', async () => {
    await schedule(command('without', { kind: 'one' }), command('with-null', { kind: 'two', input: null }));

    expect(await claimTask(engine, { kinds: ['one'] })).not.toHaveProperty('input');
    expect(await claimTask(engine, { kinds: ['two'] })).toHaveProperty('input', null);
  });

  it('hands out an attempt once', async () => {
    await schedule(command('t1'));
    await claimTask(engine);
    const before = await contents(sql);

    expect(await engine.pollTask(asker({ worker: 'worker-2' }))).toEqual({});
    expect(await contents(sql)).toEqual(before);
  });

  it('hands out only the queues and the kinds that were asked for', async () => {
    await schedule(command('other-queue', { queue: 'slow' }), command('other-kind', { kind: 'ship' }));

    expect(await engine.pollTask(asker())).toEqual({});
    expect(await engine.pollTask(asker({ queues: [] }))).toEqual({});
    expect(await claimTask(engine, { queues: ['slow', 'default'] })).toMatchObject({ id: 'other-queue' });
    expect(await claimTask(engine, { kinds: ['ship'] })).toMatchObject({ id: 'other-kind' });
  });

  it('hands out what has been due longest, then the oldest, then by id', async () => {
    await schedule(...['c', 'b', 'a', 'old', 'overdue'].map((id) => command(id)));
    await sql.query(
      `update task_execution set
         run_after = case when id = 'overdue' then run_after - interval '1 minute' else run_after end,
         created_at = case when id = 'old' then created_at - interval '1 hour' else created_at end`,
    );

    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) ids.push((await claimTask(engine)).id);

    expect(ids).toEqual(['overdue', 'old', 'a', 'b', 'c']);
  });

  it('holds a task back until it is due', async () => {
    await schedule(command('t1'));
    await sql.query("update task_execution set run_after = now() + interval '1 minute'");

    expect(await engine.pollTask(asker())).toEqual({});
    await letRetriesCome(sql);
    expect(await claimTask(engine)).toMatchObject({ id: 't1' });
  });

  it('counts attempts and gives each a token of its own', async () => {
    await schedule(command('t1', { retry: { retries: 1, initialDelay: 0, maxDelay: 0 } }));
    const first = await claimTask(engine);
    const error = { name: 'Error', message: 'no' };
    await engine.failTask({ ...leaseOf(first), error, retryable: true });

    const second = await claimTask(engine);

    expect(second).toMatchObject({ id: 't1', attempt: 2 });
    expect(second.token).not.toBe(first.token);
  });

  it('hands out neither a COMPLETED nor a FAILED task', async () => {
    await schedule(command('t1'), command('t2'));
    await engine.completeTask(leaseOf(await claimTask(engine)));
    const error = { name: 'Error', message: 'no' };
    await engine.failTask({ ...leaseOf(await claimTask(engine)), error, retryable: false });

    expect(await engine.pollTask(asker())).toEqual({});
  });

  it('hands out a task that belongs to no workflow', async () => {
    await insertStandaloneTask(sql, 'alone');

    expect(await claimTask(engine)).toMatchObject({ id: 'alone', attempt: 1, input: { amount: 5 } });
  });

  it('lets one of several concurrent polls win a task', async () => {
    await schedule(command('t1'));

    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => engine.pollTask(asker({ worker: `worker-${index}` }))),
    );

    const winners = responses.flatMap(({ task }) => task ?? []);
    expect(winners).toHaveLength(1);
    expect(await taskRow(sql, 't1')).toMatchObject({ attempt: 1, leaseToken: winners[0]?.token });
  });

  it('gives concurrent polls different tasks', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await schedule(...ids.map((id) => command(id)));

    const responses = await Promise.all(ids.map(() => engine.pollTask(asker())));

    expect(new Set(responses.map(({ task }) => task?.id))).toEqual(new Set(ids));
  });

  it.runIf(target.hasManySessions)('does not wait for a task that somebody else has locked', async () => {
    await schedule(command('a'), command('b'));

    const claimed = await sql.transaction(async (other) => {
      await other.query("select 1 from task_execution where id = 'a' for update");
      return await claimTask(engine);
    });

    expect(claimed.id).toBe('b');
  });
});
