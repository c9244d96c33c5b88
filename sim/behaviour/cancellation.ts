import { task, workflow, WorkflowCancelledError } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, comesTo, endOf, errorOf, eventsOf, until } from './behaviour.ts';

const work = task({ name: 'work', run: async () => 'done' });
const undo = task({ name: 'undo', run: async () => 'undone' });

const waiting = workflow({
  name: 'waiting',
  run: async (context) => {
    await context.promise('never');
  },
});

const parent = workflow({
  name: 'parent',
  run: async (context) => {
    await context.startChild(waiting, undefined, { id: `${context.workflowId}-child` });
  },
});

const compensating = workflow({
  name: 'compensating',
  run: async (context) => {
    await context.schedule(work);
    try {
      await context.sleep(60_000);
    } catch (error) {
      if (error instanceof WorkflowCancelledError) context.set('undo', await context.schedule(undo));
      throw error;
    }
  },
});

const givesUpTask = workflow({
  name: 'task_cancelled',
  run: async (context) => {
    const unserved = context.schedule(work, undefined, { queue: 'nobody' });
    await context.sleep(20);
    unserved.cancel();
    return await errorOf(unserved);
  },
});

const workflowCancelled: Behaviour = {
  name: 'workflow_cancelled',
  workflows: [waiting],
  async run({ client, clock, id }) {
    const handle = await client.start(waiting, undefined, { id });
    await until(clock, 'the promise', async () => (await eventsOf(handle))['PROMISE_CREATED'] === 1);
    expectSame('cancelling it', await handle.cancel('enough'), 'REQUESTED');
    expectSame('the end', await endOf(handle), 'CANCELLED');
    expectSame('cancelling it again', ['REPEATED', 'IGNORED'].includes(await handle.cancel()), true);
    const { CANCELLATION_REQUESTED: asked, WORKFLOW_CANCELLED: ended } = await eventsOf(handle);
    expectSame('requests and ends', [asked, ended], [1, 1]);
  },
};

const childWithParent: Behaviour = {
  name: 'child_cancelled_with_its_parent',
  workflows: [parent, waiting],
  async run({ client, clock, id }) {
    const handle = await client.start(parent, undefined, { id });
    const child = client.handle(`${id}-child`);
    await until(clock, 'the child', async () => (await eventsOf(handle))['CHILD_WORKFLOW_STARTED'] === 1);
    await handle.cancel();
    expectSame('the end', await endOf(handle), 'CANCELLED');
    expectSame("the child's end", await endOf(child), 'CANCELLED');
  },
};

const compensation: Behaviour = {
  name: 'cancellation_compensated',
  workflows: [compensating],
  tasks: [work, undo],
  async run({ client, clock, id }) {
    const handle = await client.start(compensating, undefined, { id });
    await until(clock, 'the timer', async () => (await eventsOf(handle))['TIMER_STARTED'] === 1);
    await handle.cancel();
    expectSame('the end', await endOf(handle), 'CANCELLED');
    expectSame('what is published', (await handle.query()).state, { undo: 'undone' });
  },
};

const standaloneTask: Behaviour = {
  name: 'standalone_task_cancelled',
  workflows: [waiting],
  tasks: [work],
  async run({ client, id }) {
    const handle = await client.startTask(work, undefined, { id, queue: 'nobody' });
    expectSame('cancelling it', await handle.cancel(), 'CANCELLED');
    expectSame('cancelling it again', await handle.cancel(), 'REPEATED');
    expectSame('its end', await errorOf(handle.result()), 'TaskEndedError');
  },
};

/** Whatever was begun can be given up. */
export const CANCELLATION: readonly Behaviour[] = [
  workflowCancelled,
  childWithParent,
  compensation,
  comesTo(
    givesUpTask,
    { end: 'COMPLETED "CancelledError"', events: { TASK_CANCELLED: 1, TASK_COMPLETED: 0 } },
    { tasks: [work] },
  ),
  standaloneTask,
];
