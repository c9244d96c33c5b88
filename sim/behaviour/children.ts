import { task, workflow, type WorkflowDefinition } from '../../src/sdk/index.ts';
import { type Behaviour, comesTo, errorOf } from './behaviour.ts';

const square = task({ name: 'square', run: async (_context, value: number) => value * value });

/** Goes down as many levels as it is told, and has a task done at the bottom. */
const descend: WorkflowDefinition<number, number> = workflow({
  name: 'descend',
  run: async (context, levels: number): Promise<number> => {
    if (levels === 0) return await context.schedule(square, 3);
    return 1 + (await context.startChild(descend, levels - 1));
  },
});

const failing = workflow({
  name: 'failing-child',
  run: async () => {
    throw new RangeError('too deep');
  },
});

const forever = workflow({
  name: 'endless-child',
  run: async (context) => void (await context.promise('never')),
});

const success = workflow({
  name: 'child_success',
  run: async (context) => await context.startChild(descend, 0),
});

const failure = workflow({
  name: 'child_failure',
  run: async (context) => await errorOf(context.startChild(failing)),
});

const nested = workflow({
  name: 'children_nested_three',
  run: async (context) => await context.startChild(descend, 2),
});

const sequential = workflow({
  name: 'sequential_children_in_a_loop',
  run: async (context) => {
    const results: number[] = [];
    for (let round = 0; round < 4; round += 1) results.push(await context.startChild(descend, 0));
    return results;
  },
});

const cancelled = workflow({
  name: 'child_cancelled',
  run: async (context) => {
    const child = context.startChild(forever);
    await context.sleep(30);
    child.cancel();
    return await errorOf(child);
  },
});

const workflows = [descend, failing, forever];

function family(
  parent: WorkflowDefinition<void, unknown>,
  end: string,
  events: Readonly<Record<string, number>>,
): Behaviour {
  return comesTo(parent, { end, events }, { workflows: [parent, ...workflows], tasks: [square] });
}

/** Workflows that start workflows. */
export const CHILDREN: readonly Behaviour[] = [
  family(success, 'COMPLETED 9', { CHILD_WORKFLOW_INITIATED: 1, CHILD_WORKFLOW_COMPLETED: 1 }),
  family(failure, 'COMPLETED "ChildFailedError RangeError"', { CHILD_WORKFLOW_FAILED: 1 }),
  family(nested, 'COMPLETED 11', { CHILD_WORKFLOW_COMPLETED: 1 }),
  family(sequential, 'COMPLETED [9,9,9,9]', { CHILD_WORKFLOW_INITIATED: 4, CHILD_WORKFLOW_COMPLETED: 4 }),
  family(cancelled, 'COMPLETED "CancelledError"', { CHILD_WORKFLOW_INITIATED: 1 }),
];
