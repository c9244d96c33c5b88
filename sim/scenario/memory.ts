import { OperationFailedError, task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { wentRound } from './seen-in-run.ts';

const pause = task({ name: 'pause', run: async () => undefined });

const diary = workflow({
  name: 'diary',
  run: async (context, count: number) => {
    const drawn = [context.random(), context.uuid(), context.now()];
    const first = await context.run('draw', () => [...drawn]);
    const failed = await context
      .run('fail', () => Promise.reject(new RangeError('no')))
      .catch((error: unknown) => error instanceof OperationFailedError && error.errorName);
    for (let left = count; left > 0; left -= 1) {
      const page = (context.get<number>('page') ?? 0) + 1;
      context.set('page', page);
      context.set(`note ${page}`, { page });
      await context.schedule(pause);
      if (page % 2 === 0) context.clear(`note ${page}`);
    }
    const steps = await Promise.all([context.run('step', () => 'a'), context.run('step', async () => 'b')]);
    return {
      isSame: JSON.stringify(first) === JSON.stringify(drawn),
      failed,
      page: context.get('page'),
      steps,
    };
  },
});

/** What a workflow remembers: operations it ran in place, what it has set, time and chance. */
export const memory: Scenario = {
  name: 'memory',
  summary: 'operations, published state, time and chance are the same at every replay, across n suspensions',
  size: { tasks: 3, workers: 2, servers: 2 },
  claims: [{ what: 'two workers ran the workflow in turns', isReachedBy: wentRound('pollWorkflow') }],
  workload: ({ tasks }) => ({
    workflows: [diary],
    tasks: [pause],
    clients: [
      async (client) => {
        const handle = await client.start(diary, tasks, { id: 'diary' });
        const expected = { isSame: true, failed: 'RangeError', page: tasks, steps: ['a', 'b'] };
        expectSame('the diary', await handle.result(), expected);
        const odd = Array.from({ length: tasks }, (_, index) => index + 1).filter((page) => page % 2 === 1);
        const notes = odd.map((page) => [`note ${page}`, { page }] as const);
        const state = Object.fromEntries([...notes, ['page', tasks] as const]);
        expectSame('what was published', (await handle.query()).state, state);
      },
    ],
  }),
};
