import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/events/index.ts';
import { activate, task, TaskFailedError, workflow, type WorkflowContext } from '../../src/sdk/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import {
  completed,
  failed,
  historyFrom,
  idOf,
  numbered,
  replay,
  scheduled,
  scheduledBy,
  suspended,
  taskNamed,
} from '../support/history.ts';

const a = taskNamed('a');
const b = taskNamed('b');
const c = taskNamed('c');

function order(run: (context: WorkflowContext, input: Json) => Promise<Json | void>) {
  return workflow<Json, Json | void>({ name: 'order', run });
}

const error = { name: 'CardError', message: 'declined' };
const kinds = (result: Awaited<ReturnType<typeof replay>>): string[] =>
  scheduledBy(result).map(({ kind }) => kind);

describe('the first activation', () => {
  it('asks for the tasks that the code schedules before it waits, in order, and suspends', async () => {
    const definition = order(async (context) => {
      await Promise.all([context.schedule(b, { n: 1 }), context.schedule(a, null), context.schedule(b)]);
    });

    const { commands, outcome } = await replay(definition, historyFrom(undefined));

    expect(outcome).toEqual({ type: 'SUSPENDED' });
    expect(scheduledBy({ commands }).map(({ taskId, kind }) => [taskId, kind])).toEqual([
      [idOf(1), 'b'],
      [idOf(2), 'a'],
      [idOf(3), 'b'],
    ]);
    expect(commands[0]).toHaveProperty('input', { n: 1 });
    expect(commands[1]).toHaveProperty('input', null);
    expect(commands[2]).not.toHaveProperty('input');
  });

  it("names a task after the workflow's id and the call's position", async () => {
    const ids: string[] = [];
    const definition = order(async (context) => {
      ids.push(context.workflowId, context.schedule(a).taskId, context.schedule(a).taskId);
      await context.schedule(a);
    });

    const { commands } = await replay(definition, historyFrom(undefined), 'other');

    expect(ids).toEqual(['other', 'other/task/1', 'other/task/2']);
    expect(scheduledBy({ commands }).map(({ taskId }) => taskId)).toEqual([
      'other/task/1',
      'other/task/2',
      'other/task/3',
    ]);
  });

  it("gives a task its definition's retry policy and queue, which the call overrides field by field", async () => {
    const eager = task({
      name: 'eager',
      retry: { retries: 9, initialDelay: 5 },
      run: () => Promise.resolve(),
    });
    const definition = order(async (context) => {
      const options = { queue: 'slow', retry: { initialDelay: 7 } };
      await Promise.all([
        context.schedule(a),
        context.schedule(eager),
        context.schedule(eager, undefined, options),
      ]);
    });

    const { commands } = await activate(definition, 'w1', historyFrom(undefined), 'fast', systemClock);

    expect(scheduledBy({ commands }).map(({ queue, retry }) => ({ queue, ...retry }))).toEqual([
      { queue: 'fast', retries: 3, initialDelay: 1_000, maxDelay: 60_000 },
      { queue: 'fast', retries: 9, initialDelay: 5, maxDelay: 60_000 },
      { queue: 'slow', retries: 9, initialDelay: 7, maxDelay: 60_000 },
    ]);
  });

  it('goes on as long as the code needs only microtasks', async () => {
    const definition = order(async (context) => {
      for (let step = 0; step < 100; step += 1) await Promise.resolve();
      await context.schedule(a);
    });

    expect(kinds(await replay(definition, historyFrom(undefined)))).toEqual(['a']);
  });

  it('refuses a history without a beginning', async () => {
    const definition = order(() => Promise.resolve());

    await expect(replay(definition, [])).rejects.toThrow('history of w1 has no beginning');
    await expect(replay(definition, [numbered(completed(1), 1)])).rejects.toThrow('no beginning');
  });
});

describe('inputs and outputs', () => {
  const echo = order((_, input) => Promise.resolve(input));

  it.each([[null], [''], [0], [false], [{ deep: [null, { x: 1 }] }]])(
    'hands the input %j over and completes with what the code returns',
    async (input) => {
      expect(await replay(echo, historyFrom(input))).toEqual({
        commands: [],
        outcome: { type: 'COMPLETED', output: input },
      });
    },
  );

  it('hands over undefined where there is no input, and has no output where the code returns none', async () => {
    const { outcome } = await replay(echo, historyFrom(undefined));

    expect(outcome).toEqual({ type: 'COMPLETED' });
    expect(outcome).not.toHaveProperty('output');
  });

  it('hands over undefined where a task had no output, and null where it had null', async () => {
    const seen: unknown[] = [];
    const definition = order(async (context) => {
      seen.push(...(await Promise.all([context.schedule(a), context.schedule(b)])));
    });

    await replay(
      definition,
      historyFrom(
        undefined,
        scheduled(1, 'a'),
        scheduled(2, 'b'),
        suspended,
        completed(1),
        completed(2, null),
      ),
    );

    expect(seen).toEqual([undefined, null]);
  });
});

describe('results', () => {
  const sequential = order(async (context, input) => {
    const first = await context.schedule(a, input);
    const second = await context.schedule(b, first);
    return [first, second];
  });

  it('lets sequential code go on to the call after the last recorded result', async () => {
    const start = historyFrom(7, scheduled(1, 'a', 7), suspended);

    expect(await replay(sequential, start)).toEqual({ commands: [], outcome: { type: 'SUSPENDED' } });

    const next = await replay(sequential, historyFrom(7, scheduled(1, 'a', 7), suspended, completed(1, 8)));
    expect(next.outcome).toEqual({ type: 'SUSPENDED' });
    expect(next.commands).toMatchObject([{ taskId: idOf(2), kind: 'b', input: 8 }]);

    const last = historyFrom(
      7,
      scheduled(1, 'a', 7),
      suspended,
      completed(1, 8),
      scheduled(2, 'b', 8),
      suspended,
      completed(2, 9),
    );
    expect(await replay(sequential, last)).toEqual({
      commands: [],
      outcome: { type: 'COMPLETED', output: [8, 9] },
    });
  });

  it('makes the same of the same history every time', async () => {
    const history = historyFrom(7, scheduled(1, 'a', 7), suspended, completed(1, 8));

    const first = await replay(sequential, history);

    for (let round = 0; round < 5; round += 1) expect(await replay(sequential, history)).toEqual(first);
  });

  const fanOut = order(async (context) => {
    const results = await Promise.all([context.schedule(a), context.schedule(b), context.schedule(c)]);
    return results;
  });
  const threeScheduled = [scheduled(1, 'a'), scheduled(2, 'b'), scheduled(3, 'c'), suspended];

  it('keeps Promise.all waiting until the last result, and in the order of the calls', async () => {
    const two = historyFrom(undefined, ...threeScheduled, completed(3, 'third'), completed(1, 'first'));
    expect(await replay(fanOut, two)).toEqual({ commands: [], outcome: { type: 'SUSPENDED' } });

    const all = historyFrom(
      undefined,
      ...threeScheduled,
      completed(3, 'third'),
      completed(1, 'first'),
      completed(2, 'second'),
    );
    expect((await replay(fanOut, all)).outcome).toEqual({
      type: 'COMPLETED',
      output: ['first', 'second', 'third'],
    });
  });

  it('lets the order of the events decide Promise.race', async () => {
    const race = order((context) =>
      Promise.race([context.schedule(a), context.schedule(b), context.schedule(c)]),
    );

    for (const winner of [1, 2, 3]) {
      const losers = [1, 2, 3].filter((call) => call !== winner);
      const history = historyFrom(
        undefined,
        ...threeScheduled,
        completed(winner, `call ${winner}`),
        ...losers.map((call) => completed(call, 'too late')),
      );
      expect((await replay(race, history)).outcome).toEqual({ type: 'COMPLETED', output: `call ${winner}` });
    }
  });

  it('lets the code go as far as it can after each result, before it sees the next', async () => {
    const branches = order(async (context) => {
      const branch = async (first: typeof a, then: typeof a): Promise<void> => {
        await context.schedule(first);
        await context.schedule(then);
      };
      await Promise.all([branch(a, c), branch(b, b)]);
    });

    const events = [scheduled(1, 'a'), scheduled(2, 'b'), suspended];

    expect(
      kinds(await replay(branches, historyFrom(undefined, ...events, completed(1), completed(2)))),
    ).toEqual(['c', 'b']);
    expect(
      kinds(await replay(branches, historyFrom(undefined, ...events, completed(2), completed(1)))),
    ).toEqual(['b', 'c']);
  });

  it('finds a result under whatever id the history gave its task', async () => {
    const data = { taskId: 'an-older-id' };
    const definition = order((context) => context.schedule(a));
    const history = historyFrom(
      undefined,
      { type: 'TASK_SCHEDULED', data: { ...data, kind: 'a' } },
      { type: 'TASK_COMPLETED', data: { ...data, output: 1 } },
    );

    expect((await replay(definition, history)).outcome).toEqual({ type: 'COMPLETED', output: 1 });
  });

  it('does not mind a result that nobody waits for any more', async () => {
    const race = order(async (context) => {
      await Promise.race([context.schedule(a), context.schedule(b)]);
      await context.schedule(c);
    });
    const history = historyFrom(
      undefined,
      scheduled(1, 'a'),
      scheduled(2, 'b'),
      suspended,
      completed(2),
      scheduled(3, 'c'),
      suspended,
      failed(1, error),
      completed(3),
    );

    expect(await replay(race, history)).toEqual({ commands: [], outcome: { type: 'COMPLETED' } });
  });
});

describe('failures', () => {
  it('throws a TaskFailedError to the code that awaits the task', async () => {
    const seen: unknown[] = [];
    const definition = order(async (context) => {
      try {
        await context.schedule(a);
      } catch (thrown) {
        seen.push(thrown);
        await context.schedule(b);
      }
    });

    const result = await replay(
      definition,
      historyFrom(undefined, scheduled(1, 'a'), suspended, failed(1, error)),
    );

    expect(seen[0]).toBeInstanceOf(TaskFailedError);
    expect(seen[0]).toMatchObject({
      name: 'TaskFailedError',
      taskId: idOf(1),
      errorName: 'CardError',
      message: 'task w1/task/1 failed: CardError: declined',
    });
    expect(kinds(result)).toEqual(['b']);
    expect(result.outcome).toEqual({ type: 'SUSPENDED' });
  });

  it('fails the workflow with a task failure that nobody caught', async () => {
    const definition = order((context) => Promise.all([context.schedule(a), context.schedule(b)]));
    const history = historyFrom(undefined, scheduled(1, 'a'), scheduled(2, 'b'), suspended, failed(2, error));

    expect((await replay(definition, history)).outcome).toEqual({
      type: 'FAILED',
      error: { name: 'TaskFailedError', message: 'task w1/task/2 failed: CardError: declined' },
    });
  });

  it('fails the workflow with what its code throws', async () => {
    const definition = order(() => Promise.reject(new RangeError('too much')));

    expect(await replay(definition, historyFrom(undefined))).toEqual({
      commands: [],
      outcome: { type: 'FAILED', error: { name: 'RangeError', message: 'too much' } },
    });
  });

  it('fails the workflow when its code throws before it returns a promise', async () => {
    const definition = order(() => {
      throw new RangeError('at once');
    });

    expect((await replay(definition, historyFrom(undefined))).outcome).toEqual({
      type: 'FAILED',
      error: { name: 'RangeError', message: 'at once' },
    });
  });

  it('lets a failure that nobody awaits pass', async () => {
    const definition = order(async (context) => {
      void context.schedule(a);
      return await context.schedule(b);
    });
    const history = historyFrom(
      undefined,
      scheduled(1, 'a'),
      scheduled(2, 'b'),
      suspended,
      failed(1, error),
      completed(2, 'fine'),
    );

    expect((await replay(definition, history)).outcome).toEqual({ type: 'COMPLETED', output: 'fine' });
  });
});

describe('the end', () => {
  it('keeps the tasks that the code asked for without waiting for them', async () => {
    const definition = order((context) => {
      void context.schedule(a);
      return Promise.resolve('done');
    });

    const { commands, outcome } = await replay(definition, historyFrom(undefined));

    expect(commands).toMatchObject([{ taskId: idOf(1), kind: 'a' }]);
    expect(outcome).toEqual({ type: 'COMPLETED', output: 'done' });
  });

  it('keeps the tasks that the code asked for before it threw', async () => {
    const definition = order(async (context) => {
      await context.schedule(a);
      void context.schedule(b);
      throw new Error('no');
    });

    const result = await replay(
      definition,
      historyFrom(undefined, scheduled(1, 'a'), suspended, completed(1)),
    );

    expect(kinds(result)).toEqual(['b']);
    expect(result.outcome).toEqual({ type: 'FAILED', error: { name: 'Error', message: 'no' } });
  });

  it('is found again in the history of an ended workflow', async () => {
    const definition = order((context) => context.schedule(a));
    const history = historyFrom(undefined, scheduled(1, 'a'), suspended, completed(1, 5), {
      type: 'WORKFLOW_COMPLETED',
      data: { output: 5 },
    });

    expect(await replay(definition, history)).toEqual({
      commands: [],
      outcome: { type: 'COMPLETED', output: 5 },
    });
  });
});
