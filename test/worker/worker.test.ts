import { expect, it } from 'vitest';
import { WorkflowEndedError } from '../../src/client/index.ts';
import { createEngine, type Operations } from '../../src/engine/index.ts';
import type { Json } from '../../src/events/index.ts';
import { systemClock, systemRandom } from '../../src/ports/system/index.ts';
import { NonRetryableError, task, TaskFailedError, workflow } from '../../src/sdk/index.ts';
import { worker } from '../../src/worker/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { historyOf, start, taskRow, workflowRow } from '../support/engine.ts';
import { gate, hastyClock, withWorkers, workerOptions } from '../support/workers.ts';

const HOUR = 3_600_000;

onEachDatabase((sql) => {
  const soon = { retries: 3, initialDelay: 1, maxDelay: 2 };
  const double = task<number, number>({ name: 'double', run: (_, input) => Promise.resolve(2 * input) });
  const fanOut = workflow<number, readonly number[]>({
    name: 'fan-out',
    run: (context, input) => Promise.all([1, 2, 3].map((n) => context.schedule(double, n * input))),
  });

  const statuses = () => sql.query('select distinct status from task_execution');

  it('runs tasks that fan out, and hands all of their results to the workflow', async () => {
    await withWorkers(sql, { workflows: [fanOut], tasks: [double] }, async ({ client, operations }) => {
      const handle = await client.start(fanOut, 10, { id: 'w1' });

      expect(await handle.result()).toEqual([20, 40, 60]);
      expect((await historyOf(operations, 'w1')).slice(0, 5)).toMatchObject([
        { type: 'WORKFLOW_STARTED', data: { kind: 'fan-out', input: 10 } },
        { type: 'TASK_SCHEDULED', data: { taskId: 'w1/task/1', kind: 'double', input: 10 } },
        { type: 'TASK_SCHEDULED', data: { taskId: 'w1/task/2', kind: 'double', input: 20 } },
        { type: 'TASK_SCHEDULED', data: { taskId: 'w1/task/3', kind: 'double', input: 30 } },
        { type: 'WORKFLOW_SUSPENDED' },
      ]);
    });

    expect(await statuses()).toEqual([{ status: 'COMPLETED' }]);
  });

  it('ends a workflow with the task that wins a race, and keeps what the loser says out of its history', async () => {
    const late = gate();
    const fast = task<void, string>({ name: 'fast', run: () => Promise.resolve('fast') });
    const slow = task<void, string>({ name: 'slow', run: () => late.opened.then(() => 'slow') });
    const race = workflow<void, string>({
      name: 'race',
      run: (context) => Promise.race([context.schedule(slow), context.schedule(fast)]),
    });

    await withWorkers(sql, { workflows: [race], tasks: [fast, slow] }, async ({ client }) => {
      const handle = await client.start(race, undefined, { id: 'w1' });

      expect(await handle.result()).toBe('fast');
      late.open();
    });

    expect(await taskRow(sql, 'w1/task/1')).toMatchObject({
      status: 'COMPLETED',
      output: 'slow',
      ignored: true,
    });
    expect(await taskRow(sql, 'w1/task/2')).toMatchObject({
      status: 'COMPLETED',
      output: 'fast',
      ignored: false,
    });
    const operations = createEngine({ sql, random: systemRandom });
    expect((await historyOf(operations, 'w1')).slice(-2)).toEqual([
      { type: 'TASK_COMPLETED', data: { taskId: 'w1/task/2', output: 'fast' } },
      { type: 'WORKFLOW_COMPLETED', data: { output: 'fast' } },
    ]);
  });

  it('tries a failing task again until it succeeds', async () => {
    const attempts: number[] = [];
    const flaky = task<void, string>({
      name: 'flaky',
      retry: soon,
      run: ({ attempt }) => {
        attempts.push(attempt);
        return attempt < 3 ? Promise.reject(new Error(`attempt ${attempt}`)) : Promise.resolve('at last');
      },
    });
    const definition = workflow<void, string>({ name: 'patient', run: (context) => context.schedule(flaky) });

    await withWorkers(sql, { workflows: [definition], tasks: [flaky] }, async ({ client, operations }) => {
      expect(await (await client.start(definition, undefined, { id: 'w1' })).result()).toBe('at last');
      const types = (await historyOf(operations, 'w1')).map(({ type }) => type);
      expect(types.filter((type) => type.startsWith('TASK_'))).toEqual(['TASK_SCHEDULED', 'TASK_COMPLETED']);
    });

    expect(attempts).toEqual([1, 2, 3]);
  });

  const charge = task<number>({
    name: 'charge',
    retry: { ...soon, retries: 1 },
    run: () => Promise.reject(new RangeError('too much')),
  });

  it('fails the workflow, and tells the client, when a task fails for good', async () => {
    const definition = workflow({ name: 'pay', run: (context) => context.schedule(charge, 5) });

    await withWorkers(sql, { workflows: [definition], tasks: [charge] }, async ({ client }) => {
      const handle = await client.start(definition, undefined, { id: 'w1' });

      const failure = await handle.result().catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(WorkflowEndedError);
      expect(failure).toMatchObject({
        workflowId: 'w1',
        failure: { name: 'TaskFailedError', message: 'task w1/task/1 failed: RangeError: too much' },
      });
    });

    expect(await taskRow(sql, 'w1/task/1')).toMatchObject({ status: 'FAILED', attempt: 2 });
  });

  it('lets the workflow handle the failure of a task', async () => {
    const definition = workflow<void, Json>({
      name: 'careful',
      run: async (context) => {
        try {
          await context.schedule(charge, 5);
          return 'paid';
        } catch (error) {
          const name = error instanceof TaskFailedError ? error.errorName : 'unknown';
          return [name, await context.schedule(double, 21)];
        }
      },
    });

    await withWorkers(sql, { workflows: [definition], tasks: [charge, double] }, async ({ client }) => {
      expect(await (await client.start(definition, undefined)).result()).toEqual(['RangeError', 42]);
    });
  });

  it('does not try again what says that it is not to be tried again', async () => {
    const refuse = task({
      name: 'refuse',
      retry: soon,
      run: () => Promise.reject(new NonRetryableError('never')),
    });
    const definition = workflow({ name: 'refused', run: (context) => context.schedule(refuse) });

    await withWorkers(sql, { workflows: [definition], tasks: [refuse] }, async ({ client }) => {
      const handle = await client.start(definition, undefined, { id: 'w1' });
      await expect(handle.result()).rejects.toThrow('NonRetryableError: never');
    });

    expect(await taskRow(sql, 'w1/task/1')).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { name: 'NonRetryableError', message: 'never' },
    });
  });

  it('hands null over as null and nothing as undefined, all the way', async () => {
    const seen: unknown[] = [];
    const echo = task<Json | void, Json | void>({
      name: 'echo',
      run: (_, input) => {
        seen.push(input);
        return Promise.resolve(input);
      },
    });
    const definition = workflow<Json | void, Json | void>({
      name: 'echo-twice',
      run: async (context, input) => {
        seen.push(input, await context.schedule(echo, input));
        return input;
      },
    });

    await withWorkers(sql, { workflows: [definition], tasks: [echo] }, async ({ client }) => {
      seen.push(await (await client.start(definition, null)).result());
      expect(new Set(seen)).toEqual(new Set([null]));
      seen.length = 0;
      seen.push(await (await client.start(definition, undefined)).result());
      expect(new Set(seen)).toEqual(new Set([undefined]));
    });
  });

  it('shares 6 workflows between 2 workers and runs every task once', async () => {
    const runs: string[] = [];
    const count = task<number, number>({
      name: 'count',
      run: ({ taskId }, input) => {
        runs.push(taskId);
        return Promise.resolve(input + 1);
      },
    });
    const definition = workflow<number, number>({
      name: 'counting',
      run: async (context, input) => {
        const [left, right] = await Promise.all([
          context.schedule(count, input),
          context.schedule(count, input),
        ]);
        return await context.schedule(count, left + right);
      },
    });
    const inputs = [0, 1, 2, 3, 4, 5];

    const options = { workers: 2, workflows: [definition], tasks: [count] };
    const results = await withWorkers(sql, options, async ({ client }) => {
      const handles = await Promise.all(inputs.map((input) => client.start(definition, input)));
      return await Promise.all(handles.map((handle) => handle.result()));
    });

    expect(results).toEqual(inputs.map((input) => 2 * (input + 1) + 1));
    expect(runs).toHaveLength(18);
    expect(new Set(runs).size).toBe(18);
    expect(await statuses()).toEqual([{ status: 'COMPLETED' }]);
  });

  it('finishes what is running once it is stopped, and takes nothing new', async () => {
    const started = gate();
    const held = gate();
    const hold = task<void, string>({
      name: 'hold',
      run: async () => {
        started.open();
        await held.opened;
        return 'held';
      },
    });
    const definition = workflow<void, string>({ name: 'holding', run: (context) => context.schedule(hold) });
    const operations = createEngine({ sql, random: systemRandom });
    const only = worker(workerOptions(operations, { workflows: [definition], tasks: [hold] }));
    await start(operations, 'w1', { kind: 'holding' });
    const seen: string[] = [];
    const running = only.run().then(() => seen.push('run has ended'));
    await started.opened;

    only.stop();
    for (let round = 0; round < 20; round += 1) await systemClock.sleep(1);
    seen.push('task is let go');
    held.open();
    await running;

    expect(seen).toEqual(['task is let go', 'run has ended']);
    expect(await taskRow(sql, 'w1/task/1')).toMatchObject({ status: 'COMPLETED', output: 'held' });
    expect((await workflowRow(sql, 'w1')).status).toBe('PENDING');
  });

  it('does nothing when it was stopped before it ran', async () => {
    const operations = createEngine({ sql, random: systemRandom });
    await start(operations, 'w1', { kind: 'fan-out', input: 1 });
    const stopped = worker(workerOptions(operations, { workflows: [fanOut], tasks: [double] }));

    stopped.stop();
    await stopped.run();

    expect((await workflowRow(sql, 'w1')).status).toBe('PENDING');
  });

  it('stops at once, however long it was to pause', async () => {
    const operations = createEngine({ sql, random: systemRandom });
    const pauses = { pollMs: HOUR, maxPollMs: HOUR };
    const idle = worker(workerOptions(operations, { workflows: [fanOut], tasks: [double], ...pauses }));
    const running = idle.run();
    await systemClock.sleep(20);

    idle.stop();

    await expect(running).resolves.toBeUndefined();
  });

  it('needs no pause between the steps of a workflow that it runs alone', async () => {
    const steps = workflow<number, number>({
      name: 'steps',
      run: async (context, input) => {
        const doubled = await context.schedule(double, input);
        return await context.schedule(double, doubled);
      },
    });
    await start(createEngine({ sql, random: systemRandom }), 'w1', { kind: 'steps', input: 3 });

    const options = { workflows: [steps], tasks: [double], pollMs: HOUR, maxPollMs: HOUR };
    await withWorkers(sql, options, async () => {
      while ((await workflowRow(sql, 'w1')).status !== 'COMPLETED') await systemClock.sleep(1);
    });

    expect((await workflowRow(sql, 'w1')).output).toBe(12);
  });

  it('leaves alone what it has no definition for', async () => {
    await withWorkers(sql, { workflows: [fanOut] }, async ({ client, operations }) => {
      await start(operations, 'unknown', { kind: 'other' });
      await client.start(fanOut, 1, { id: 'known' });
      while ((await workflowRow(sql, 'known')).status !== 'WAITING') await systemClock.sleep(1);
    });

    expect((await workflowRow(sql, 'unknown')).status).toBe('PENDING');
    expect(await statuses()).toEqual([{ status: 'PENDING' }]);
  });

  it("looks for a workflow's tasks in the workflow's own queue, whatever else its worker serves", async () => {
    const options = { workflows: [fanOut], tasks: [double], queues: ['first', 'second'] };
    await withWorkers(sql, options, async ({ client }) => {
      const handle = await client.start(fanOut, 1, { queue: 'second' });
      expect(await handle.result()).toEqual([2, 4, 6]);
    });

    expect(await sql.query('select distinct queue from task_execution')).toEqual([{ queue: 'second' }]);
  });

  it('repeats every report whose answer was lost, and changes nothing by it', async () => {
    const engine = createEngine({ sql, random: systemRandom });
    const errors: unknown[] = [];
    const answered = new Set<unknown>();
    /** Loses the first answer to each request, after the engine has carried the request out. */
    const losing =
      <Request, Answer>(call: (request: Request) => Promise<Answer>) =>
      async (request: Request) => {
        const answer = await call(request);
        const key = JSON.stringify(request);
        if (answered.has(key)) return answer;
        answered.add(key);
        throw new Error('answer lost');
      };
    const operations: Operations = {
      ...engine,
      getEvents: losing((request) => engine.getEvents(request)),
      submitCommands: losing((request) => engine.submitCommands(request)),
      completeTask: losing((request) => engine.completeTask(request)),
      failTask: losing((request) => engine.failTask(request)),
    };
    const attempts: number[] = [];
    const flaky = task<number, number>({
      name: 'double',
      retry: soon,
      run: ({ attempt }, input) => {
        attempts.push(attempt);
        return attempt === 1 ? Promise.reject(new Error('once')) : Promise.resolve(2 * input);
      },
    });
    const onError = (error: unknown): void => void errors.push(error);
    const options = { operations, clock: hastyClock, onError, workflows: [fanOut], tasks: [flaky] };

    await withWorkers(sql, options, async ({ client }) => {
      expect(await (await client.start(fanOut, 1, { id: 'w1' })).result()).toEqual([2, 4, 6]);
    });

    expect(attempts.sort((one, other) => one - other)).toEqual([1, 1, 1, 2, 2, 2]);
    const types = (await historyOf(engine, 'w1')).map(({ type }) => type);
    expect(types.filter((type) => type === 'TASK_SCHEDULED')).toHaveLength(3);
    expect(types.filter((type) => type === 'TASK_COMPLETED')).toHaveLength(3);
    expect(types).not.toContain('TASK_FAILED');
    expect(errors).toHaveLength(answered.size);
    for (const error of errors) expect(error).toMatchObject({ message: 'answer lost' });
  });
});
