import { expect, it } from 'vitest';
import { createEngine, EngineError, type Operations } from '../../src/engine/index.ts';
import type { Failure } from '../../src/events/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import {
  asker,
  type ClaimedTask,
  claimTask,
  claimWorkflow,
  command,
  contents,
  end,
  historyOf,
  insertStandaloneTask,
  leaseOf,
  letRetriesCome,
  taskRow,
  waitingFor,
  waitingForOne,
  workflowRow,
} from '../support/engine.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });
  const error: Failure = { name: 'TypeError', message: 'no' };
  const retry = { retries: 2, initialDelay: 1_000, maxDelay: 60_000 };

  const fail = (
    task: ClaimedTask,
    { retryable = true, by = engine } = {},
  ): ReturnType<Operations['failTask']> => by.failTask({ ...leaseOf(task), error, retryable });

  /** An engine whose backoff takes this much of the half that is random. */
  const engineWithFraction = (fraction: number): Operations =>
    createEngine({ sql, random: { ...systemRandom, fraction: () => fraction } });

  it('sends a task with retries left back, to be due later', async () => {
    const task = await waitingForOne(engine, 'w1', { retry });

    expect(await fail(task, { by: engineWithFraction(0.5) })).toEqual({ type: 'RETRYING' });

    expect(await taskRow(sql, task.id)).toMatchObject({
      status: 'PENDING',
      attempt: 1,
      error,
      delayMs: 750,
      ignored: false,
    });
    expect(await engine.pollTask(asker())).toEqual({});
    await letRetriesCome(sql);
    expect(await claimTask(engine)).toMatchObject({ id: task.id, attempt: 2 });
  });

  it('neither tells the history of a retry nor wakes the workflow', async () => {
    const task = await waitingForOne(engine, 'w1', { retry });
    const before = [await historyOf(engine, 'w1'), await workflowRow(sql, 'w1')];

    await fail(task);

    expect([await historyOf(engine, 'w1'), await workflowRow(sql, 'w1')]).toEqual(before);
    expect((await workflowRow(sql, 'w1')).status).toBe('WAITING');
  });

  it.each([
    { fraction: 0, delays: [500, 1_000, 2_000, 2_500, 2_500] },
    { fraction: 1 - 2 ** -53, delays: [1_000, 2_000, 4_000, 5_000, 5_000] },
  ])('doubles the delay up to a cap and waits half to all of it (fraction $fraction)', async (example) => {
    const by = engineWithFraction(example.fraction);
    let task = await waitingForOne(engine, 'w1', {
      retry: { retries: 5, initialDelay: 1_000, maxDelay: 5_000 },
    });

    const delays: number[] = [];
    for (const _ of example.delays) {
      expect(await fail(task, { by })).toEqual({ type: 'RETRYING' });
      delays.push((await taskRow(sql, task.id)).delayMs);
      await letRetriesCome(sql);
      task = await claimTask(engine);
    }

    expect(delays).toEqual(example.delays);
  });

  it('never waits longer than the cap, however many attempts failed', async () => {
    const task = await waitingForOne(engine, 'w1', {
      retry: { retries: 5_000, initialDelay: 1_000, maxDelay: 5_000 },
    });
    await sql.query('update task_execution set attempt = 4000');

    await fail({ ...task, attempt: 4_000 }, { by: engineWithFraction(0) });

    expect((await taskRow(sql, task.id)).delayMs).toBe(2_500);
  });

  it('writes one TASK_FAILED once no retry is left, and wakes the workflow', async () => {
    let task = await waitingForOne(engine, 'w1', { retry });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(await fail(task)).toEqual({ type: 'RETRYING' });
      await letRetriesCome(sql);
      task = await claimTask(engine);
    }

    expect(task.attempt).toBe(3);
    expect(await fail(task)).toEqual({ type: 'RECORDED' });

    expect(await taskRow(sql, task.id)).toMatchObject({
      status: 'FAILED',
      attempt: 3,
      error,
      ignored: false,
    });
    expect((await historyOf(engine, 'w1')).slice(3)).toEqual([
      { type: 'TASK_FAILED', data: { taskId: task.id, error } },
    ]);
    expect((await workflowRow(sql, 'w1')).status).toBe('PENDING');
  });

  it('fails a task without retries at its first failure', async () => {
    const task = await waitingForOne(engine, 'w1', { retry: { ...retry, retries: 0 } });

    expect(await fail(task)).toEqual({ type: 'RECORDED' });
    expect((await taskRow(sql, task.id)).status).toBe('FAILED');
  });

  it('fails a task at once when the failure is not to be retried', async () => {
    const task = await waitingForOne(engine, 'w1', { retry });

    expect(await fail(task, { retryable: false })).toEqual({ type: 'RECORDED' });

    expect(await taskRow(sql, task.id)).toMatchObject({ status: 'FAILED', attempt: 1 });
    expect((await historyOf(engine, 'w1')).at(-1)).toEqual({
      type: 'TASK_FAILED',
      data: { taskId: task.id, error },
    });
  });

  it('does not disturb a workflow that is RUNNING', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');
    await fail(first);
    await claimWorkflow(engine);
    const before = await workflowRow(sql, 'w1');

    expect(await fail(second)).toEqual({ type: 'RECORDED' });

    expect(before.status).toBe('RUNNING');
    expect(await workflowRow(sql, 'w1')).toEqual(before);
  });

  it.each([true, false])(
    'recognises a repeated failure and writes nothing (retryable: %s)',
    async (retryable) => {
      const task = await waitingForOne(engine, 'w1', { retry });
      await fail(task, { retryable });
      const before = await contents(sql);

      expect(await fail(task, { retryable })).toEqual({ type: 'REPEATED' });
      expect(await contents(sql)).toEqual(before);
    },
  );

  it('records one of several equal failures that come in at once', async () => {
    const task = await waitingForOne(engine, 'w1');

    const responses = await Promise.all(Array.from({ length: 6 }, () => fail(task)));

    const types = responses.map(({ type }) => type);
    expect(types.filter((type) => type === 'RECORDED')).toHaveLength(1);
    expect(types.filter((type) => type === 'REPEATED')).toHaveLength(5);
    expect(await historyOf(engine, 'w1')).toHaveLength(4);
  });

  it('refuses a repeated failure once the retry was handed out', async () => {
    const task = await waitingForOne(engine, 'w1', { retry });
    await fail(task);
    await letRetriesCome(sql);
    await claimTask(engine);
    const before = await contents(sql);

    expect(await fail(task)).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it.each([
    { difference: { token: 'other' }, retryable: true },
    { difference: { token: 'other' }, retryable: false },
    { difference: { attempt: 2 }, retryable: true },
    { difference: { attempt: 9 }, retryable: true },
  ])('refuses $difference, retryable: $retryable, and writes nothing', async ({ difference, retryable }) => {
    const task = await waitingForOne(engine, 'w1', { retry });
    const before = await contents(sql);

    expect(await fail({ ...task, ...difference }, { retryable })).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it('refuses an attempt that was completed', async () => {
    const task = await waitingForOne(engine, 'w1', { retry });
    await engine.completeTask(leaseOf(task));
    const before = await contents(sql);

    expect(await fail(task)).toEqual({ type: 'STALE' });
    expect(await fail(task, { retryable: false })).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it('records either the completion or the failure of an attempt that reports both at once', async () => {
    const task = await waitingForOne(engine, 'w1');

    const responses = await Promise.all([engine.completeTask(leaseOf(task)), fail(task)]);

    expect(new Set(responses.map(({ type }) => type))).toEqual(new Set(['RECORDED', 'STALE']));
    expect(await historyOf(engine, 'w1')).toHaveLength(4);
  });

  it('keeps a failure that comes after the workflow has ended out of the history', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');
    await fail(first);
    await end(engine, 'w1');
    const history = await historyOf(engine, 'w1');

    expect(await fail(second)).toEqual({ type: 'IGNORED' });
    expect(await fail(second)).toEqual({ type: 'REPEATED' });

    expect(await historyOf(engine, 'w1')).toEqual(history);
    expect((await workflowRow(sql, 'w1')).status).toBe('COMPLETED');
    expect(await taskRow(sql, 't2')).toMatchObject({ status: 'FAILED', error, ignored: true });
  });

  it('says that there is no such task', async () => {
    const refusal = await engine
      .failTask({ taskId: 't9', attempt: 1, token: 'any', error, retryable: true })
      .catch((thrown: unknown) => thrown);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'NOT_FOUND', subject: 't9' });
  });

  it('retries and fails a task that belongs to no workflow', async () => {
    await insertStandaloneTask(sql, 'alone', 1);

    expect(await fail(await claimTask(engine))).toEqual({ type: 'RETRYING' });
    await letRetriesCome(sql);
    const last = await claimTask(engine);
    expect(await fail(last)).toEqual({ type: 'RECORDED' });
    expect(await fail(last)).toEqual({ type: 'REPEATED' });

    expect(await taskRow(sql, 'alone')).toMatchObject({
      status: 'FAILED',
      attempt: 2,
      error,
      ignored: false,
    });
    expect(await sql.query('select 1 from workflow_event')).toEqual([]);
  });
});
