import { task, workflow } from '../../src/sdk/index.ts';
import { type Behaviour, comesTo, endOf } from './behaviour.ts';
import { expectSame } from '../scenario/index.ts';

const double = task({ name: 'double', run: async (_context, value: number) => value * 2 });
const add = task({ name: 'add', run: async (_context, values: readonly number[]) => sum(values) });
const tasks = [double, add];

const joinAll = workflow({
  name: 'parallel_tasks_join_all',
  run: async (context) => await Promise.all(upTo(3).map((item) => context.schedule(double, item))),
});

const fanOutFanIn = workflow({
  name: 'fan_out_fan_in',
  run: async (context) => {
    const doubled = await Promise.all(upTo(3).map((item) => context.schedule(double, item)));
    return await context.schedule(add, doubled);
  },
});

/** Which of its tasks wins is not known, but what it does then follows from it. */
const select = workflow({
  name: 'racing_tasks_select',
  run: async (context) => {
    const first = await Promise.race(upTo(3).map((item) => context.schedule(double, item)));
    return (await context.schedule(double, first)) === first * 2;
  },
});

const taskInTime = workflow({
  name: 'timeout_success',
  run: async (context) =>
    await Promise.race([context.schedule(double, 21), context.sleep(10_000).then(() => 'timed out')]),
});

const taskTooLate = workflow({
  name: 'timeout_expires',
  run: async (context) => {
    const unserved = context.schedule(double, 21, { queue: 'nobody' });
    const winner = await Promise.race([unserved, context.sleep(50).then(() => 'timed out')]);
    unserved.cancel();
    return winner;
  },
});

const twoTasks = workflow({
  name: 'mixed_parallel_operations_two_tasks',
  run: async (context) => {
    const one = context.schedule(double, 1);
    const other = context.schedule(add, [1, 2]);
    return [await one, await other];
  },
});

const sleepAndTask = workflow({
  name: 'mixed_parallel_operations_sleep_and_task',
  run: async (context) => {
    const begun = context.now();
    const [value] = await Promise.all([context.schedule(double, 4), context.sleep(100)]);
    return [value, context.now() - begun >= 100];
  },
});

const threeTasks = workflow({
  name: 'mixed_parallel_operations_three_tasks',
  run: async (context) => {
    const first = context.schedule(double, 1);
    const [second, third] = await Promise.all([context.schedule(double, 2), context.schedule(double, 3)]);
    return [await first, second, third];
  },
});

/** Many tasks at once: none is lost, and none is counted twice. */
function largeBatch(size: number): Behaviour {
  const batch = workflow({
    name: `parallel_large_batch_${size}`,
    run: async (context) => sum(await Promise.all(upTo(size).map((item) => context.schedule(double, item)))),
  });
  const events = { TASK_SCHEDULED: size, TASK_COMPLETED: size };
  return comesTo(batch, { end: `COMPLETED ${size * (size + 1)}`, events }, { tasks });
}

/** Three tasks of several workflows that are done at the same moment: each completion is in its own history, once. */
const completionRace: Behaviour = {
  name: 'parallel_task_completion_race_condition',
  workflows: [joinAll],
  tasks,
  async run({ client, id }) {
    const handles = await Promise.all(
      upTo(4).map((each) => client.start(joinAll, undefined, { id: `${id}-${each}` })),
    );
    for (const handle of handles) {
      expectSame('the end', await endOf(handle), 'COMPLETED [2,4,6]');
      const history = await handle.history();
      expectSame('sequences', sequencesOf(history), upTo(history.length));
      const completed = history.flatMap(({ type, data }) =>
        type === 'TASK_COMPLETED' && 'taskId' in data ? [data.taskId] : [],
      );
      expectSame('completed tasks', [completed.length, new Set(completed).size], [3, 3]);
    }
  },
};

/** Tasks that run beside each other, and beside timers. */
export const PARALLEL_TASKS: readonly Behaviour[] = [
  comesTo(joinAll, { end: 'COMPLETED [2,4,6]', events: { TASK_SCHEDULED: 3, TASK_COMPLETED: 3 } }, { tasks }),
  comesTo(fanOutFanIn, { end: 'COMPLETED 12', events: { TASK_SCHEDULED: 4, TASK_COMPLETED: 4 } }, { tasks }),
  comesTo(select, { end: 'COMPLETED true', events: { TASK_SCHEDULED: 4 } }, { tasks }),
  comesTo(taskInTime, { end: 'COMPLETED 42', events: { TASK_COMPLETED: 1, TIMER_FIRED: 0 } }, { tasks }),
  comesTo(
    taskTooLate,
    { end: 'COMPLETED "timed out"', events: { TASK_COMPLETED: 0, TIMER_FIRED: 1, TASK_CANCELLED: 1 } },
    { tasks },
  ),
  comesTo(twoTasks, { end: 'COMPLETED [2,3]', events: { TASK_COMPLETED: 2 } }, { tasks }),
  comesTo(
    sleepAndTask,
    { end: 'COMPLETED [8,true]', events: { TASK_COMPLETED: 1, TIMER_FIRED: 1 } },
    { tasks },
  ),
  comesTo(threeTasks, { end: 'COMPLETED [2,4,6]', events: { TASK_COMPLETED: 3 } }, { tasks }),
  largeBatch(10),
  largeBatch(20),
  largeBatch(100),
  completionRace,
];

function sequencesOf(history: readonly { readonly sequence: number }[]): readonly number[] {
  return history.map(({ sequence }) => sequence);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
