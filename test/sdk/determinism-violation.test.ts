import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/events/index.ts';
import { DeterminismViolation, workflow, type WorkflowContext } from '../../src/sdk/index.ts';
import { completed, historyFrom, idOf, replay, scheduled, suspended, taskNamed } from '../support/history.ts';

const a = taskNamed('a');
const b = taskNamed('b');

function order(run: (context: WorkflowContext) => Promise<Json | void>) {
  return workflow<void, Json | void>({ name: 'order', run });
}

/** What the code `await schedule(a); await schedule(b);` has recorded once both tasks have completed. */
const recorded = historyFrom(
  undefined,
  scheduled(1, 'a'),
  suspended,
  completed(1),
  scheduled(2, 'b'),
  suspended,
  completed(2),
);

function violation(message: string) {
  return { commands: [], outcome: { type: 'FAILED', error: { name: 'DeterminismViolation', message } } };
}

describe('code that no longer does what its history says', () => {
  it('fails when a call schedules another kind of task', async () => {
    const definition = order(async (context) => {
      await context.schedule(a);
      await context.schedule(a);
    });

    expect(await replay(definition, recorded)).toEqual(
      violation('task call 2: the history has b, the code schedules a'),
    );
  });

  it('fails when two calls changed places', async () => {
    const definition = order(async (context) => {
      await context.schedule(b);
      await context.schedule(a);
    });

    expect(await replay(definition, recorded)).toEqual(
      violation('task call 1: the history has a, the code schedules b'),
    );
  });

  it('fails when a call was put before another', async () => {
    const definition = order(async (context) => {
      void context.schedule(b);
      await context.schedule(a);
      await context.schedule(b);
    });

    expect((await replay(definition, recorded)).outcome).toMatchObject({
      type: 'FAILED',
      error: { name: 'DeterminismViolation' },
    });
  });

  it('fails when the code returns without a call that it made before', async () => {
    const definition = order(async (context) => {
      await context.schedule(a);
    });

    expect(await replay(definition, recorded)).toEqual(
      violation('task call 2: the history has b, the code makes no such call'),
    );
  });

  it('fails when the code throws without a call that it made before', async () => {
    const definition = order(() => Promise.reject(new Error('early')));

    expect(await replay(definition, recorded)).toEqual(
      violation('task call 1: the history has a, the code makes no such call'),
    );
  });

  it('fails when the code waits for something else without a call that it made before', async () => {
    const definition = order(async (context) => {
      await context.schedule(a);
      await new Promise(() => undefined);
    });

    expect(await replay(definition, recorded)).toEqual(
      violation('task call 2: the history has b, the code makes no such call'),
    );
  });

  it('fails even when the code handles every error of its own', async () => {
    const definition = order(async (context) => {
      try {
        await context.schedule(b);
      } catch {
        return 'recovered';
      }
      return 'fine';
    });

    expect((await replay(definition, recorded)).outcome).toMatchObject({
      type: 'FAILED',
      error: { name: 'DeterminismViolation' },
    });
  });

  it('reports the first difference', async () => {
    const definition = order(async (context) => {
      await Promise.all([context.schedule(b), context.schedule(b), context.schedule(b)]);
    });

    expect(await replay(definition, recorded)).toEqual(
      violation('task call 1: the history has a, the code schedules b'),
    );
  });

  it('asks for nothing, whatever calls it makes beyond the history', async () => {
    const definition = order(async (context) => {
      await Promise.all([a, a, a, a].map((each) => context.schedule(each)));
    });

    expect((await replay(definition, recorded)).commands).toEqual([]);
  });

  it('does not lose a result that was recorded before the code now asks for it', async () => {
    const together = historyFrom(
      undefined,
      scheduled(1, 'a'),
      scheduled(2, 'b'),
      suspended,
      completed(2, 'second'),
      completed(1, 'first'),
    );
    const oneAfterTheOther = order(async (context) => [await context.schedule(a), await context.schedule(b)]);

    const { outcome } = await replay(oneAfterTheOther, together);

    expect(outcome.type).not.toBe('SUSPENDED');
  });
});

describe('code that does more than its history says', () => {
  it('may schedule further tasks at the end', async () => {
    const definition = order(async (context) => {
      await context.schedule(a);
      await context.schedule(b);
      await context.schedule(a, 'new');
    });

    const { commands, outcome } = await replay(definition, recorded);

    expect(commands).toMatchObject([{ taskId: idOf(3), kind: 'a', input: 'new' }]);
    expect(outcome).toEqual({ type: 'SUSPENDED' });
  });

  it('may change inputs, which are what they were when they were recorded', async () => {
    const definition = order(async (context) => {
      await context.schedule(a, 'changed');
      await context.schedule(b, 'changed');
    });

    expect(await replay(definition, recorded)).toEqual({ commands: [], outcome: { type: 'COMPLETED' } });
  });
});

describe('DeterminismViolation', () => {
  it('says what was recorded and what was asked for', () => {
    expect(new DeterminismViolation('task', 3, undefined, 'a')).toMatchObject({
      name: 'DeterminismViolation',
      position: 3,
      recorded: undefined,
      requested: 'a',
      message: 'task call 3: the history has no task, the code schedules a',
    });
  });
});
