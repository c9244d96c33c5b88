import { ChildFailedError, task, workflow, type WorkflowDefinition } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, wentRound } from './seen-in-run.ts';

const square = task({ name: 'square', run: async (_context, value: number) => value * value });

const nested: WorkflowDefinition<number, number> = workflow({
  name: 'nested',
  run: async (context, depth: number): Promise<number> => {
    if (depth === 0) throw new RangeError('too deep');
    if (depth === 1) return await context.schedule(square, 3);
    return 1 + (await context.startChild(nested, depth - 1));
  },
});

const family = workflow({
  name: 'family',
  run: async (context, count: number) => {
    const one: number[] = [];
    for (let turn = 0; turn < count; turn += 1) one.push(await context.startChild(nested, 1));
    const all = await Promise.all(Array.from({ length: count }, () => context.startChild(nested, 2)));
    const deep = await context.startChild(nested, 3, { id: 'deep' });
    const failed = await context.startChild(nested, 0).catch((error: unknown) => {
      if (error instanceof ChildFailedError) return error.errorName;
      throw error;
    });
    const taken = await context.startChild(nested, 1, { id: 'family' }).catch((error: unknown) => {
      if (error instanceof ChildFailedError) return error.errorName;
      throw error;
    });
    return { one, all, deep, failed, taken };
  },
});

/** Workflows that start workflows and wait for their ends. */
export const children: Scenario = {
  name: 'children',
  summary:
    'n children one after the other, n at once, three inside each other, one that fails, one whose id is taken',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    { what: 'two workers ran workflows of the family', isReachedBy: wentRound('pollWorkflow') },
    {
      what: 'a task of one was completed while another was submitted',
      isReachedBy: overlapped('completeTask', 'submitCommands'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [family, nested],
    tasks: [square],
    needsSweeps: true,
    clients: [
      async (client) => {
        const times = <Value>(value: Value): readonly Value[] => Array.from({ length: tasks }, () => value);
        expectSame('the family', await client.execute(family, tasks, { id: 'family' }), {
          one: times(9),
          all: times(10),
          deep: 11,
          failed: 'RangeError',
          taken: 'AlreadyExists',
        });
      },
    ],
  }),
};
