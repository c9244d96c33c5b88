import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { client } from '../../src/client/index.ts';
import { createEngine, createSweeps, type Operations, type Sweeps } from '../../src/engine/index.ts';
import type { Notifier } from '../../src/ports/index.ts';
import { inProcessNotifier, systemClock, systemRandom, systemSpawn } from '../../src/ports/system/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { Announcer, longPoll, notifyAfter, notifyAfterSweeps } from '../../src/server/index.ts';
import { worker } from '../../src/worker/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import {
  asker,
  claimTask,
  claimWorkflow,
  command,
  leaseOf,
  start,
  submit,
  waitingForOne,
} from '../support/engine.ts';
import { workerOptions } from '../support/workers.ts';

onEachDatabase((sql) => {
  let told: string[];
  let errors: unknown[];
  let notifier: Notifier;
  let announcer: Announcer;
  let engine: Operations;
  let sweeps: Sweeps;
  const ports = { sql, random: systemRandom };

  beforeEach(() => {
    told = [];
    errors = [];
    const inner = inProcessNotifier();
    notifier = {
      ...inner,
      publish(topics) {
        told.push(...topics);
        inner.publish(topics);
      },
    };
    announcer = new Announcer({
      sql,
      notifier,
      clock: systemClock,
      spawn: systemSpawn,
      onError: (error) => errors.push(error),
    });
    engine = notifyAfter(createEngine(ports), announcer);
    sweeps = notifyAfterSweeps(createSweeps(ports), announcer);
  });
  afterEach(async () => {
    await announcer.close();
    expect(errors).toEqual([]);
  });

  /** What is told of an operation, once it has been told; fails if that is anything else. */
  async function expectTold(operation: () => Promise<unknown>, ...topics: readonly string[]): Promise<void> {
    await quiet();
    told.length = 0;
    await operation();
    await quiet(topics.length);
    expect(new Set(told)).toEqual(new Set(topics));
  }
  async function quiet(atLeast = 0): Promise<void> {
    for (let turn = 0; turn < 100 && told.length < atLeast; turn += 1) await systemClock.sleep(5);
    await systemClock.sleep(30);
  }
  const suspended = (id: string) => waitingForOne(engine, id);

  describe('of workflows', () => {
    it('a start tells the workers of its queue', () =>
      expectTold(() => start(engine, 'w', { queue: 'q' }), 'workflows/q'));

    it('a repeated start tells them again', async () => {
      const request = { idempotencyKey: 'key', queue: 'q' };
      await start(engine, 'w', request);
      await expectTold(() => start(engine, 'w', request), 'workflows/q');
    });

    it('a signal tells the workers of a queue that it does not name', async () => {
      await suspended('w');
      await expectTold(() => engine.signalWorkflow({ workflowId: 'w', name: 'go' }), 'workflows/default');
    });

    it('a signal with start tells those of the queue that the workflow is in, and not of that it asks for', async () => {
      await suspended('w');
      const request = { start: { id: 'w', kind: 'order', queue: 'elsewhere' }, signal: { name: 'go' } };
      await expectTold(() => engine.signalWithStart(request), 'workflows/default');
    });

    it('a submit tells of tasks and children by their queues', async () => {
      await start(engine, 'w');
      const activation = await claimWorkflow(engine);
      const child = { type: 'START_CHILD', childId: 'c', kind: 'order', queue: 'young' } as const;
      const commands = [command('t', { queue: 'fast' }), child];
      await expectTold(() => submit(engine, activation, { commands }), 'tasks/fast', 'workflows/young');
    });

    it('a submit that has not seen everything tells that the workflow is to be run again', async () => {
      await start(engine, 'w');
      const activation = await claimWorkflow(engine);
      await engine.signalWorkflow({ workflowId: 'w', name: 'go' });
      await expectTold(() => submit(engine, activation), 'workflows/default');
    });

    it('an end tells those who wait for it, and the workers of the parent', async () => {
      await start(engine, 'parent');
      const child = { type: 'START_CHILD', childId: 'child', kind: 'order', queue: 'young' } as const;
      await submit(engine, await claimWorkflow(engine), { commands: [child] });
      const activation = await claimWorkflow(engine, { queues: ['young'] });
      await expectTold(
        () => submit(engine, activation, { outcome: { type: 'COMPLETED' } }),
        'ended/child',
        'workflows/default',
      );
    });

    it('a stale submit tells nothing', async () => {
      await start(engine, 'w');
      const { workflowId } = await claimWorkflow(engine);
      await expectTold(() => submit(engine, { workflowId, token: 'another' }));
    });

    it('a cancellation tells the workers, or of the end if there is nothing to run', async () => {
      await suspended('w');
      await expectTold(() => engine.cancelWorkflow({ workflowId: 'w' }), 'workflows/default');
      await start(engine, 'unbegun');
      await expectTold(() => engine.cancelWorkflow({ workflowId: 'unbegun' }), 'ended/unbegun');
    });
  });

  describe('of tasks', () => {
    const alone = {
      id: 't',
      kind: 'charge',
      queue: 'q',
      retry: { retries: 1, initialDelay: 60, maxDelay: 60 },
    };

    it('a start tells the workers of its queue', () => expectTold(() => engine.startTask(alone), 'tasks/q'));

    it('a result tells the workers of its workflow', async () => {
      const lease = leaseOf(await suspended('w'));
      await expectTold(() => engine.completeTask(lease), 'workflows/default');
    });

    it('the end of one without a workflow tells those who wait for it', async () => {
      await engine.startTask(alone);
      const lease = leaseOf(await claimTask(engine, { queues: ['q'] }));
      await expectTold(() => engine.completeTask(lease), 'task-ended/t');
    });

    it('a failure that is tried again is told of when it may be', async () => {
      await engine.startTask(alone);
      const lease = leaseOf(await claimTask(engine, { queues: ['q'] }));
      const error = { name: 'Error', message: 'no' };
      await expectTold(() => engine.failTask({ ...lease, error, retryable: true }), 'tasks/q');
      expect(await engine.pollTask(asker({ queues: ['q'] }))).toMatchObject({ task: { attempt: 2 } });
    });

    it('a cancellation tells the workers of its workflow', async () => {
      await suspended('w');
      await expectTold(() => engine.cancelTask({ taskId: 'w/task/1' }), 'workflows/default');
    });
  });

  describe('of sweeps', () => {
    it('what they found tells everybody for whom there is something', async () => {
      for (const queue of ['a', 'b', 'b']) await start(engine, `w${told.length}`, { queue });
      await engine.startTask({
        id: 't',
        kind: 'k',
        queue: 'c',
        retry: { retries: 0, initialDelay: 1, maxDelay: 1 },
      });
      const timer = { type: 'START_TIMER', timerId: '1', delayMs: 0 } as const;
      await start(engine, 'timed');
      await submit(engine, await claimWorkflow(engine), { commands: [timer] });
      await expectTold(
        () => sweeps.fireTimers({ limit: 10 }),
        'workflows/a',
        'workflows/b',
        'workflows/default',
        'tasks/c',
      );
      await expectTold(() => sweeps.fireTimers({ limit: 10 }));
    });
  });

  it('a worker and a client that wait are told of everything: nobody has to poll again', async () => {
    const never = 30_000;
    const server = longPoll({ operations: engine, notifier, clock: systemClock, fallbackMs: never });
    const { operations } = server;
    const double = task({ name: 'double', run: async (_, n: number) => n * 2 });
    const sum = workflow({
      name: 'sum',
      async run(context, n: number) {
        const once = await context.schedule(double, n);
        return await context.schedule(double, once);
      },
    });
    const options = { workflows: [sum], tasks: [double], pollMs: never, maxPollMs: never, waitMs: 20_000 };
    const running = worker(workerOptions(operations, options));
    const ended = running.run();
    await systemClock.sleep(50);
    const asking = client({ operations, clock: systemClock, random: systemRandom, waitMs: 20_000 });
    const before = systemClock.now();
    expect(await asking.execute(sum, 3)).toBe(12);
    const handle = await asking.startTask(double, 21);
    expect(await handle.result()).toBe(42);
    expect(systemClock.now() - before).toBeLessThan(5_000);
    running.stop(); // its polls are given up, and not waited for
    await ended;
    expect(systemClock.now() - before).toBeLessThan(5_000);
    server.close();
  });
});
