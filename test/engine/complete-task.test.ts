import { expect, it } from 'vitest';
import { createEngine, EngineError } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import {
  claimTask,
  claimWorkflow,
  command,
  contents,
  end,
  historyOf,
  insertStandaloneTask,
  leaseOf,
  letRetriesCome,
  submit,
  taskRow,
  waitingFor,
  waitingForOne,
  workflowRow,
} from '../support/engine.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });
  const error = { name: 'Error', message: 'no' };

  it('records the result with the task and in the history', async () => {
    const task = await waitingForOne(engine, 'w1');

    const response = await engine.completeTask({ ...leaseOf(task), output: { paid: [1, null] } });

    expect(response).toEqual({ type: 'RECORDED' });
    expect(await taskRow(sql, task.id)).toMatchObject({
      status: 'COMPLETED',
      output: { paid: [1, null] },
      error: null,
      ignored: false,
    });
    expect((await historyOf(engine, 'w1')).slice(3)).toEqual([
      { type: 'TASK_COMPLETED', data: { taskId: task.id, output: { paid: [1, null] } } },
    ]);
  });

  it('tells no output from an output of null', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');

    await engine.completeTask(leaseOf(first));
    await engine.completeTask({ ...leaseOf(second), output: null });

    expect((await taskRow(sql, 't1')).hasOutput).toBe(false);
    expect((await taskRow(sql, 't2')).hasOutput).toBe(true);
    expect((await historyOf(engine, 'w1')).slice(-2).map(({ data }) => data)).toEqual([
      { taskId: 't1' },
      { taskId: 't2', output: null },
    ]);
  });

  it('wakes a workflow that is WAITING', async () => {
    const task = await waitingForOne(engine, 'w1');

    await engine.completeTask(leaseOf(task));

    expect(await workflowRow(sql, 'w1')).toMatchObject({ status: 'PENDING', leaseToken: null });
  });

  it('does not disturb a workflow that is RUNNING', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');
    await engine.completeTask(leaseOf(first));
    await claimWorkflow(engine);
    const before = await workflowRow(sql, 'w1');

    expect(await engine.completeTask(leaseOf(second))).toEqual({ type: 'RECORDED' });

    expect(await workflowRow(sql, 'w1')).toEqual(before);
    expect(before.status).toBe('RUNNING');
    expect((await historyOf(engine, 'w1')).at(-1)).toEqual({
      type: 'TASK_COMPLETED',
      data: { taskId: 't2' },
    });
  });

  it('recognises a repeated completion and writes nothing', async () => {
    const task = await waitingForOne(engine, 'w1');
    await engine.completeTask({ ...leaseOf(task), output: 1 });
    const before = await contents(sql);

    expect(await engine.completeTask({ ...leaseOf(task), output: 1 })).toEqual({ type: 'REPEATED' });
    expect(await contents(sql)).toEqual(before);
  });

  it('records one of several equal completions that come in at once', async () => {
    const task = await waitingForOne(engine, 'w1');

    const responses = await Promise.all(
      Array.from({ length: 6 }, () => engine.completeTask({ ...leaseOf(task), output: 1 })),
    );

    const types = responses.map(({ type }) => type);
    expect(types.filter((type) => type === 'RECORDED')).toHaveLength(1);
    expect(types.filter((type) => type === 'REPEATED')).toHaveLength(5);
    expect(await historyOf(engine, 'w1')).toHaveLength(4);
  });

  it.each([
    ['token', { token: 'other' }],
    ['attempt', { attempt: 2 }],
  ])('refuses another %s and writes nothing', async (_, difference) => {
    const task = await waitingForOne(engine, 'w1');
    const before = await contents(sql);

    expect(await engine.completeTask({ ...leaseOf(task), ...difference })).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it.each(['before', 'while'])(
    'refuses a failed attempt that completes %s its retry runs',
    async (moment) => {
      const retry = { retries: 1, initialDelay: 1_000, maxDelay: 1_000 };
      const task = await waitingForOne(engine, 'w1', { retry });
      await engine.failTask({ ...leaseOf(task), error, retryable: true });
      await letRetriesCome(sql);
      if (moment === 'while') await claimTask(engine);
      const before = await contents(sql);

      expect(await engine.completeTask(leaseOf(task))).toEqual({ type: 'STALE' });
      expect(await contents(sql)).toEqual(before);
    },
  );

  it('refuses an attempt that failed for good', async () => {
    const task = await waitingForOne(engine, 'w1');
    await engine.failTask({ ...leaseOf(task), error, retryable: false });
    const before = await contents(sql);

    expect(await engine.completeTask(leaseOf(task))).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it.each([{ type: 'COMPLETED', output: 1 } as const, { type: 'FAILED', error } as const])(
    'keeps a result that comes after the workflow has $type out of the history',
    async (outcome) => {
      const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
      if (!first || !second) throw new Error('no tasks');
      await engine.completeTask(leaseOf(first));
      await end(engine, 'w1', outcome);
      const history = await historyOf(engine, 'w1');
      const workflow = await workflowRow(sql, 'w1');

      expect(await engine.completeTask({ ...leaseOf(second), output: 2 })).toEqual({ type: 'IGNORED' });

      expect(await historyOf(engine, 'w1')).toEqual(history);
      expect(await workflowRow(sql, 'w1')).toEqual(workflow);
      expect(await taskRow(sql, 't2')).toMatchObject({ status: 'COMPLETED', output: 2, ignored: true });
    },
  );

  it('recognises a repeated completion after the workflow has ended', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');
    await engine.completeTask(leaseOf(first));
    await end(engine, 'w1');
    await engine.completeTask(leaseOf(second));
    const before = await contents(sql);

    expect(await engine.completeTask(leaseOf(first))).toEqual({ type: 'REPEATED' });
    expect(await engine.completeTask(leaseOf(second))).toEqual({ type: 'REPEATED' });
    expect(await contents(sql)).toEqual(before);
  });

  it('gives 20 concurrent completions of one workflow 20 places in its history', async () => {
    const commands = Array.from({ length: 20 }, (_, index) => command(`t${index}`));
    const tasks = await waitingFor(engine, 'w1', ...commands);

    const responses = await Promise.all(
      tasks.map((task) => engine.completeTask({ ...leaseOf(task), output: task.id })),
    );

    expect(responses).toEqual(tasks.map(() => ({ type: 'RECORDED' })));
    const completions = (await engine.getEvents({ workflowId: 'w1', after: 22 })).events;
    expect(completions.map(({ sequence }) => sequence)).toEqual(tasks.map((_, index) => 23 + index));
    expect(new Set(completions.map(({ data }) => data))).toEqual(
      new Set(tasks.map(({ id }) => ({ taskId: id, output: id }))),
    );
    expect(await sql.query('select status, count(*) from task_execution group by status')).toEqual([
      { status: 'COMPLETED', count: 20 },
    ]);
    expect((await workflowRow(sql, 'w1')).status).toBe('PENDING');
  });

  it('completes tasks of different workflows at once', async () => {
    const tasks = [];
    for (const id of ['w1', 'w2', 'w3', 'w4']) tasks.push(await waitingForOne(engine, id));

    await Promise.all(tasks.map((task) => engine.completeTask(leaseOf(task))));

    expect(await sql.query('select distinct status from workflow_execution')).toEqual([
      { status: 'PENDING' },
    ]);
    for (const id of ['w1', 'w2', 'w3', 'w4']) expect(await historyOf(engine, id)).toHaveLength(4);
  });

  it('keeps its place in the history apart from a concurrent submit', async () => {
    const [first, second, third] = await waitingFor(engine, 'w1', command('a'), command('b'), command('c'));
    if (!first || !second || !third) throw new Error('no tasks');
    await engine.completeTask(leaseOf(first));
    const activation = await claimWorkflow(engine);

    await Promise.all([
      engine.completeTask(leaseOf(second)),
      submit(engine, activation, { lastSeenSequence: 6, commands: [command('d')] }),
      engine.completeTask(leaseOf(third)),
    ]);

    const types = (await historyOf(engine, 'w1')).map(({ type }) => type);
    expect(types.filter((type) => type === 'TASK_COMPLETED')).toHaveLength(3);
    expect(types[types.indexOf('TASK_SCHEDULED', 4) + 1]).toBe('WORKFLOW_SUSPENDED');
  });

  it('says that there is no such task', async () => {
    const refusal = await engine
      .completeTask({ taskId: 't9', attempt: 1, token: 'any' })
      .catch((thrown: unknown) => thrown);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'NOT_FOUND', subject: 't9' });
  });

  it('completes a task that belongs to no workflow, once', async () => {
    await insertStandaloneTask(sql, 'alone');
    const task = await claimTask(engine);

    expect(await engine.completeTask({ ...leaseOf(task), output: 1 })).toEqual({ type: 'RECORDED' });
    expect(await engine.completeTask({ ...leaseOf(task), output: 1 })).toEqual({ type: 'REPEATED' });
    expect(await engine.completeTask({ ...leaseOf(task), token: 'other' })).toEqual({ type: 'STALE' });

    expect(await taskRow(sql, 'alone')).toMatchObject({ status: 'COMPLETED', output: 1, ignored: false });
    expect(await sql.query('select 1 from workflow_event')).toEqual([]);
  });
});
