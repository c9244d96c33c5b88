import { expect, it } from 'vitest';
import { createEngine, EngineError } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import {
  asker,
  claimTask,
  claimWorkflow,
  command,
  contents,
  historyOf,
  insertStandaloneTask,
  leaseOf,
  start,
  submit,
  taskRow,
  waitingFor,
  waitingForOne,
  workflowRow,
} from '../support/engine.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });
  const started = { type: 'WORKFLOW_STARTED', data: { kind: 'order' } };
  const suspended = { type: 'WORKFLOW_SUSPENDED', data: { seen: 1 } };
  const failure = { name: 'RangeError', message: 'too much', detail: { limit: 3 } };

  it('appends what was asked for, in order, and then how the activation ended', async () => {
    await start(engine, 'w1');
    const commands = [command('t2'), command('t1', { kind: 'ship', input: { to: 'x' } }), command('t3')];

    const response = await submit(engine, await claimWorkflow(engine), { commands });

    expect(response).toEqual({ type: 'ACCEPTED', status: 'WAITING' });
    expect(await historyOf(engine, 'w1')).toEqual([
      started,
      { type: 'TASK_SCHEDULED', data: { taskId: 't2', kind: 'charge' } },
      { type: 'TASK_SCHEDULED', data: { taskId: 't1', kind: 'ship', input: { to: 'x' } } },
      { type: 'TASK_SCHEDULED', data: { taskId: 't3', kind: 'charge' } },
      suspended,
    ]);
  });

  it('appends after whatever came in since the activation read the history', async () => {
    const [task] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!task) throw new Error('no task');
    await engine.completeTask(leaseOf(task));
    const activation = await claimWorkflow(engine);
    const other = await sql.query<{ token: string }>(
      "select lease_token as token from task_execution where id = 't2'",
    );
    await engine.completeTask({ taskId: 't2', attempt: 1, token: other[0]?.token ?? '' });

    await submit(engine, activation, { lastSeenSequence: 5, commands: [command('t3')] });

    const types = (await historyOf(engine, 'w1')).slice(4).map(({ type }) => type);
    expect(types).toEqual(['TASK_COMPLETED', 'TASK_COMPLETED', 'TASK_SCHEDULED', 'WORKFLOW_SUSPENDED']);
  });

  it('creates the tasks, due at once, as they were asked for', async () => {
    await start(engine, 'w1');
    const retry = { retries: 7, initialDelay: 20, maxDelay: 300 };

    await submit(engine, await claimWorkflow(engine), {
      commands: [command('t1', { kind: 'ship', queue: 'slow', retry, input: ['a', null] })],
    });

    expect(await taskRow(sql, 't1')).toMatchObject({
      workflowId: 'w1',
      kind: 'ship',
      queue: 'slow',
      status: 'PENDING',
      attempt: 0,
      input: ['a', null],
      ...retry,
      delayMs: 0,
      leaseToken: null,
      ignored: false,
    });
  });

  it('tells a task without an input from one whose input is null', async () => {
    await start(engine, 'w1');

    await submit(engine, await claimWorkflow(engine), {
      commands: [command('without'), command('with-null', { input: null })],
    });

    expect((await taskRow(sql, 'without')).hasInput).toBe(false);
    expect((await taskRow(sql, 'with-null')).hasInput).toBe(true);
    expect((await historyOf(engine, 'w1')).slice(1, 3).map(({ data }) => data)).toEqual([
      { taskId: 'without', kind: 'charge' },
      { taskId: 'with-null', kind: 'charge', input: null },
    ]);
  });

  it('leaves a workflow WAITING when its activation saw every event', async () => {
    await start(engine, 'w1');

    expect(await submit(engine, await claimWorkflow(engine))).toEqual({
      type: 'ACCEPTED',
      status: 'WAITING',
    });

    expect(await workflowRow(sql, 'w1')).toMatchObject({
      status: 'WAITING',
      leaseWorker: null,
      leaseToken: null,
      leaseMs: null,
    });
  });

  it('makes a workflow PENDING again when an event came in that its activation did not see', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');
    await engine.completeTask(leaseOf(first));
    const activation = await claimWorkflow(engine);
    await engine.completeTask(leaseOf(second));

    const response = await submit(engine, activation, { lastSeenSequence: 5 });

    expect(response).toEqual({ type: 'ACCEPTED', status: 'PENDING' });
    expect(await workflowRow(sql, 'w1')).toMatchObject({ status: 'PENDING', leaseToken: null });
    expect((await claimWorkflow(engine)).workflowId).toBe('w1');
  });

  it('completes a workflow and keeps its output', async () => {
    await start(engine, 'w1');

    const outcome = { type: 'COMPLETED', output: { total: 5 } } as const;
    const response = await submit(engine, await claimWorkflow(engine), { outcome });

    expect(response).toEqual({ type: 'ACCEPTED', status: 'COMPLETED' });
    expect(await workflowRow(sql, 'w1')).toMatchObject({
      status: 'COMPLETED',
      output: { total: 5 },
      error: null,
      leaseToken: null,
    });
    expect(await historyOf(engine, 'w1')).toEqual([
      started,
      { type: 'WORKFLOW_COMPLETED', data: { output: { total: 5 } } },
    ]);
  });

  it('tells a workflow without an output from one whose output is null', async () => {
    await start(engine, 'without');
    await submit(engine, await claimWorkflow(engine), { outcome: { type: 'COMPLETED' } });
    await start(engine, 'with-null');
    await submit(engine, await claimWorkflow(engine), { outcome: { type: 'COMPLETED', output: null } });

    expect((await workflowRow(sql, 'without')).hasOutput).toBe(false);
    expect((await workflowRow(sql, 'with-null')).hasOutput).toBe(true);
    expect((await historyOf(engine, 'without')).at(-1)?.data).toEqual({});
    expect((await historyOf(engine, 'with-null')).at(-1)?.data).toEqual({ output: null });
  });

  it('fails a workflow and keeps its error', async () => {
    await start(engine, 'w1');

    const response = await submit(engine, await claimWorkflow(engine), {
      outcome: { type: 'FAILED', error: failure },
    });

    expect(response).toEqual({ type: 'ACCEPTED', status: 'FAILED' });
    expect(await workflowRow(sql, 'w1')).toMatchObject({
      status: 'FAILED',
      error: failure,
      hasOutput: false,
      leaseToken: null,
    });
    expect(await historyOf(engine, 'w1')).toEqual([
      started,
      { type: 'WORKFLOW_FAILED', data: { error: failure } },
    ]);
  });

  it('creates the tasks that a workflow asked for before it returned', async () => {
    await start(engine, 'w1');

    await submit(engine, await claimWorkflow(engine), {
      commands: [command('t1')],
      outcome: { type: 'COMPLETED' },
    });

    expect((await historyOf(engine, 'w1')).map(({ type }) => type)).toEqual([
      'WORKFLOW_STARTED',
      'TASK_SCHEDULED',
      'WORKFLOW_COMPLETED',
    ]);
    expect(await claimTask(engine)).toMatchObject({ id: 't1' });
  });

  it('accepts the end of a workflow although an event came in that its activation did not see', async () => {
    const [first, second] = await waitingFor(engine, 'w1', command('t1'), command('t2'));
    if (!first || !second) throw new Error('no tasks');
    await engine.completeTask(leaseOf(first));
    const activation = await claimWorkflow(engine);
    await engine.completeTask(leaseOf(second));

    const response = await submit(engine, activation, {
      lastSeenSequence: 5,
      outcome: { type: 'COMPLETED', output: 1 },
    });

    expect(response).toEqual({ type: 'ACCEPTED', status: 'COMPLETED' });
    expect((await historyOf(engine, 'w1')).at(-1)).toEqual({
      type: 'WORKFLOW_COMPLETED',
      data: { output: 1 },
    });
    expect(await engine.pollWorkflow(asker())).toEqual({});
  });

  it('refuses a token that holds no lease and writes nothing', async () => {
    await start(engine, 'w1');
    const activation = await claimWorkflow(engine);
    const before = await contents(sql);

    const response = await submit(engine, { ...activation, token: 'other' }, { commands: [command('t1')] });

    expect(response).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it('refuses a token before the workflow was ever handed out', async () => {
    await start(engine, 'w1');
    const before = await contents(sql);

    expect(await submit(engine, { workflowId: 'w1', token: 'any' })).toEqual({
      type: 'STALE',
    });
    expect(await contents(sql)).toEqual(before);
  });

  it('refuses an activation once a later one was submitted', async () => {
    await start(engine, 'w1');
    const first = await claimWorkflow(engine);
    await submit(engine, first, { commands: [command('t1')] });
    await engine.completeTask(leaseOf(await claimTask(engine)));
    await submit(engine, await claimWorkflow(engine), { lastSeenSequence: 4 });
    const before = await contents(sql);

    expect(await submit(engine, first, { commands: [command('t1')] })).toEqual({ type: 'STALE' });
    expect(await contents(sql)).toEqual(before);
  });

  it('answers a repeated submit alike and writes nothing', async () => {
    await start(engine, 'w1');
    const activation = await claimWorkflow(engine);
    const commands = [command('t1')];
    const first = await submit(engine, activation, { commands });
    const before = await contents(sql);

    expect(await submit(engine, activation, { commands })).toEqual(first);
    expect(await contents(sql)).toEqual(before);
  });

  it('answers a repeated submit alike while the next activation runs', async () => {
    await start(engine, 'w1');
    const activation = await claimWorkflow(engine);
    await submit(engine, activation, { commands: [command('t1')] });
    await engine.completeTask(leaseOf(await claimTask(engine)));
    const next = await claimWorkflow(engine);
    const before = await contents(sql);

    const repeated = await submit(engine, activation, { commands: [command('t1')] });

    expect(repeated).toEqual({ type: 'ACCEPTED', status: 'WAITING' });
    expect(await contents(sql)).toEqual(before);
    expect(await submit(engine, next, { lastSeenSequence: 4 })).toEqual({
      type: 'ACCEPTED',
      status: 'WAITING',
    });
  });

  it('answers a repeated submit alike after the workflow has ended', async () => {
    await start(engine, 'w1');
    const activation = await claimWorkflow(engine);
    const outcome = { type: 'COMPLETED', output: 1 } as const;
    const first = await submit(engine, activation, { outcome });
    const before = await contents(sql);

    expect(await submit(engine, activation, { outcome })).toEqual(first);
    expect(await contents(sql)).toEqual(before);
  });

  it('accepts one of several equal submits that come in at once', async () => {
    await start(engine, 'w1');
    const activation = await claimWorkflow(engine);
    const commands = [command('t1'), command('t2')];

    const responses = await Promise.all(
      Array.from({ length: 6 }, () => submit(engine, activation, { commands })),
    );

    for (const response of responses) expect(response).toEqual({ type: 'ACCEPTED', status: 'WAITING' });
    expect(await historyOf(engine, 'w1')).toHaveLength(4);
  });

  it('writes nothing at all when one of its tasks cannot be created', async () => {
    await insertStandaloneTask(sql, 'taken');
    await start(engine, 'w1');
    const activation = await claimWorkflow(engine);
    const before = await contents(sql);

    const refusal = await submit(engine, activation, { commands: [command('t1'), command('taken')] }).catch(
      (error: unknown) => error,
    );

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT', subject: 'submitCommands' });
    expect(await contents(sql)).toEqual(before);
    expect(await submit(engine, activation)).toEqual({ type: 'ACCEPTED', status: 'WAITING' });
  });

  it('says that there is no such workflow', async () => {
    const refusal = await submit(engine, { workflowId: 'w9', token: 'any' }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'NOT_FOUND', subject: 'w9' });
  });

  it('loses no wake-up when a task completes while its workflow suspends', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = `w${round}`;
      const first = await waitingForOne(engine, id);
      await engine.completeTask(leaseOf(first));
      await submit(engine, await claimWorkflow(engine), {
        lastSeenSequence: 4,
        commands: [command(`${id}/task/2`), command(`${id}/task/3`)],
      });
      const [second, third] = [await claimTask(engine), await claimTask(engine)];
      await engine.completeTask(leaseOf(second));
      const activation = await claimWorkflow(engine);

      await Promise.all([
        submit(engine, activation, { lastSeenSequence: 8 }),
        engine.completeTask(leaseOf(third)),
      ]);

      expect(await claimWorkflow(engine)).toMatchObject({ workflowId: id });
    }
  });
});
