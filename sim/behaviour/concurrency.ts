import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, comesTo, endOf } from './behaviour.ts';

const step = task({ name: 'step', run: async (_context, value: number) => value + 1 });

const steps = workflow({
  name: 'steps',
  run: async (context, from: number) => {
    let value = from;
    for (let turn = 0; turn < 2; turn += 1) value = await context.schedule(step, value);
    return value;
  },
});

/** Workflows that run beside each other do not meet. */
function atOnce(name: string, count: number): Behaviour {
  return {
    name,
    workflows: [steps],
    tasks: [step],
    async run({ client, id }) {
      const inputs = Array.from({ length: count }, (_, index) => index * 10);
      const handles = await Promise.all(
        inputs.map((input) => client.start(steps, input, { id: `${id}-${input}` })),
      );
      const ends = await Promise.all(handles.map((handle) => endOf(handle)));
      expectSame(
        'the ends',
        ends,
        inputs.map((input) => `COMPLETED ${input + 2}`),
      );
    },
  };
}

const left = task({ name: 'left', run: async () => 'left' });
const right = task({ name: 'right', run: async () => 'right' });

/** A worker is given only what it can run. */
const heterogeneous = workflow({
  name: 'heterogeneous_workers',
  run: async (context) =>
    await Promise.all([
      context.schedule(left),
      context.schedule(right),
      context.schedule(left),
      context.schedule(right),
    ]),
});

/** Several workflows, and several workers, at once. */
export const CONCURRENCY: readonly Behaviour[] = [
  atOnce('five_workflows_at_once', 5),
  atOnce('two_workers_six_workflows', 6),
  comesTo(
    heterogeneous,
    { end: 'COMPLETED ["left","right","left","right"]', events: { TASK_COMPLETED: 4 } },
    { tasksApart: [[left], [right]] },
  ),
];
