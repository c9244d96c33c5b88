import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, type Operations } from '../../src/engine/index.ts';
import {
  inProcessNotifier,
  silentNotifier,
  systemClock,
  systemRandom,
} from '../../src/ports/system/index.ts';
import type { Notifier } from '../../src/ports/index.ts';
import { longPoll, type LongPoll, type LongPollOptions } from '../../src/server/index.ts';
import { asker, claimTask, command, leaseOf, start, submit, waitingForOne } from '../support/engine.ts';
import { onEachDatabase } from '../support/databases.ts';

const PATIENCE_MS = 20_000;
/** Long enough that whoever is answered sooner was told. */
const FOREVER_MS = 50_000;

onEachDatabase((sql) => {
  let engine: Operations;
  let polls: { workflows: number; tasks: number };
  let notifier: Notifier;
  const opened: LongPoll[] = [];

  beforeEach(() => {
    polls = { workflows: 0, tasks: 0 };
    notifier = inProcessNotifier();
    const inner = createEngine({ sql, random: systemRandom });
    engine = {
      ...inner,
      pollWorkflow(request) {
        polls.workflows += 1;
        return inner.pollWorkflow(request);
      },
      pollTask(request) {
        polls.tasks += 1;
        return inner.pollTask(request);
      },
    };
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
  });

  const open = (options: Partial<LongPollOptions> = {}): LongPoll => {
    const made = longPoll({
      operations: engine,
      notifier,
      clock: systemClock,
      fallbackMs: FOREVER_MS,
      ...options,
    });
    opened.push(made);
    return made;
  };
  const waitingAsker = { ...asker(), waitMs: PATIENCE_MS };

  describe('a poll', () => {
    it('without waitMs is answered at once', async () => {
      const { operations } = open();
      expect(await operations.pollWorkflow(asker())).toEqual({});
      expect(await operations.pollTask(asker())).toEqual({});
    });

    it('that finds something is answered at once', async () => {
      await start(engine, 'w');
      expect((await open().operations.pollWorkflow(waitingAsker)).activation).toMatchObject({
        workflowId: 'w',
      });
    });

    it('is answered when its topic is told of', async () => {
      const { operations } = open();
      const answer = operations.pollWorkflow(waitingAsker);
      await start(engine, 'w');
      notifier.publish(['workflows/default']);
      expect((await answer).activation).toMatchObject({ workflowId: 'w' });
    });

    it('is answered after the fallback interval when nothing was told', async () => {
      const { operations } = open({ notifier: silentNotifier, fallbackMs: 20 });
      const answer = operations.pollWorkflow(waitingAsker);
      await start(engine, 'w');
      expect((await answer).activation).toMatchObject({ workflowId: 'w' });
    });

    it('that finds nothing is answered when its time is over, and not before', async () => {
      const before = systemClock.now();
      expect(await open().operations.pollTask({ ...asker(), waitMs: 150 })).toEqual({});
      expect(systemClock.now() - before).toBeGreaterThanOrEqual(149);
    });

    it('waits no longer than a server allows', async () => {
      expect(await open({ maxWaitMs: 50 }).operations.pollTask(waitingAsker)).toEqual({});
    });

    it('is not asked again for what is told of other queues', async () => {
      const { operations } = open();
      const answer = operations.pollTask({ ...asker(), waitMs: 200 });
      notifier.publish(['tasks/other', 'workflows/default']);
      await answer;
      expect(polls.tasks).toBe(2); // at the beginning, and at the end
    });

    it('is answered with an error if asking fails', async () => {
      const failing = { ...engine, pollTask: () => Promise.reject(new Error('no database')) };
      const { operations } = open({ operations: failing });
      await expect(operations.pollTask(waitingAsker)).rejects.toThrow('no database');
    });
  });

  describe('those who wait for the same', () => {
    it('stand in line: of twenty, one asks when something is told', async () => {
      const server = open();
      const aborts = Array.from({ length: 20 }, () => new AbortController());
      const answers = aborts.map(({ signal }) => server.operations.pollTask(waitingAsker, { signal }));
      await until(() => polls.tasks === 20 && server.waiting === 20);
      await systemClock.sleep(20);
      notifier.publish(['tasks/default']);
      await systemClock.sleep(100);
      expect(polls.tasks).toBe(21);
      for (const each of aborts) each.abort();
      expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, () => ({})));
      expect(server.waiting).toBe(0);
    });

    it('are woken one by the other for as long as there is something', async () => {
      const server = open();
      const answers = Array.from({ length: 5 }, () => server.operations.pollWorkflow(waitingAsker));
      await until(() => polls.workflows === 5);
      await systemClock.sleep(20);
      for (let index = 0; index < 5; index += 1) await start(engine, `w${index}`);
      notifier.publish(['workflows/default']);
      const found = (await Promise.all(answers)).map(({ activation }) => activation?.workflowId);
      expect(found.toSorted((one, other) => (one ?? '').localeCompare(other ?? ''))).toEqual([
        'w0',
        'w1',
        'w2',
        'w3',
        'w4',
      ]);
    });

    it('are not held up by those who cannot do what there is', async () => {
      const server = open();
      const other = server.operations.pollWorkflow({ ...waitingAsker, kinds: ['another'] });
      const right = server.operations.pollWorkflow(waitingAsker);
      await until(() => polls.workflows === 2);
      await start(engine, 'w');
      notifier.publish(['workflows/default']);
      expect((await right).activation).toMatchObject({ workflowId: 'w' });
      server.close();
      expect(await other).toEqual({});
    });
  });

  describe('a poll whose caller has gone', () => {
    it('claims nothing', async () => {
      const gone = new AbortController();
      const { operations } = open();
      const answer = operations.pollWorkflow(waitingAsker, { signal: gone.signal });
      await until(() => polls.workflows === 1);
      gone.abort();
      await start(engine, 'w');
      notifier.publish(['workflows/default']);
      expect(await answer).toEqual({});
      expect((await operations.pollWorkflow(asker())).activation).toMatchObject({ workflowId: 'w' });
    });

    it('asks nothing if it had gone before', async () => {
      const answer = await open().operations.pollWorkflow(waitingAsker, { signal: AbortSignal.abort() });
      expect(answer).toEqual({});
      expect(polls.workflows).toBe(0);
    });
  });

  describe('a closed server', () => {
    it('answers those who wait, and all who come, at once', async () => {
      const server = open();
      const answers = [
        server.operations.pollWorkflow(waitingAsker),
        server.operations.pollTask(waitingAsker),
      ];
      await until(() => server.waiting === 2);
      server.close();
      expect(await Promise.all(answers)).toEqual([{}, {}]);
      expect(await server.operations.pollTask(waitingAsker)).toEqual({});
      expect(server.waiting).toBe(0);
    });
  });

  describe('results', () => {
    it('of a workflow are waited for until it has ended', async () => {
      await start(engine, 'w');
      const { operations } = open();
      const answer = operations.getEvents({ workflowId: 'w', after: 1, waitMs: PATIENCE_MS });
      const { activation } = await engine.pollWorkflow(asker());
      if (!activation) throw new Error('nothing to claim');
      await submit(engine, activation, { outcome: { type: 'COMPLETED' } });
      notifier.publish(['ended/w']);
      expect((await answer).events).toMatchObject([{ type: 'WORKFLOW_COMPLETED' }]);
    });

    it('of a task are waited for until it has ended', async () => {
      const task = { id: 't', kind: 'charge', queue: 'default' };
      await engine.startTask({ ...task, retry: { retries: 0, initialDelay: 1, maxDelay: 1 } });
      const { operations } = open();
      const answer = operations.getTask({ taskId: 't', waitMs: PATIENCE_MS });
      await engine.completeTask({ ...leaseOf(await claimTask(engine)), output: 7 });
      notifier.publish(['task-ended/t']);
      expect(await answer).toMatchObject({ status: 'COMPLETED', output: 7 });
    });

    it('of what is not there are an error at once', async () => {
      const { operations } = open();
      const request = { workflowId: 'nobody', after: 0, waitMs: PATIENCE_MS };
      await expect(operations.getEvents(request)).rejects.toThrow('there is no workflow nobody');
      await expect(operations.getTask({ taskId: 'none', waitMs: PATIENCE_MS })).rejects.toThrow('no task');
    });

    it('that do not come leave things as they are when the time is over', async () => {
      await waitingForOne(engine, 'w', command('w/task/1'));
      const { operations } = open();
      expect(await operations.getTask({ taskId: 'w/task/1', waitMs: 50 })).toMatchObject({
        status: 'RUNNING',
      });
      const { events } = await operations.getEvents({ workflowId: 'w', after: 3, waitMs: 50 });
      expect(events).toEqual([]);
    });
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (holds()) return;
    await systemClock.sleep(5);
  }
  throw new Error('that never came to hold');
}
