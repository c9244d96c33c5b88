import { type Operations, type PollTaskResponse, type PollWorkflowResponse } from '../../src/engine/index.ts';
import type { Command } from '../../src/events/index.ts';
import { DEFAULT_RETRY } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectAnswer, expectSame, UnexpectedResultError } from './expect.ts';
import type { ClientBody, Hazards, Scenario } from './scenario.ts';
import { hasWaited, overlapped } from './seen-in-run.ts';

type Claim = NonNullable<PollTaskResponse['task']>;
type Activation = NonNullable<PollWorkflowResponse['activation']>;

const WORKFLOW_ID = 'count';
const MOST_POLLS = 3;
const PAUSE_MS = 100;
const POLL = { worker: 'before', queues: ['default'], leaseMs: 60_000 };

const one = task({ name: 'one', run: async () => 1 });

const countTasks = workflow({
  name: 'count-tasks',
  run: async (context, count: number) => {
    const ones = await Promise.all(Array.from({ length: count }, () => context.schedule(one)));
    return ones.length;
  },
});

/** Plays worker: starts the workflow, runs its code as far as it goes, and takes all tasks. */
async function takeTasks(operations: Operations, clock: Clock, count: number): Promise<readonly Claim[]> {
  await operations.startWorkflow({ id: WORKFLOW_ID, kind: countTasks.name, queue: 'default', input: count });
  const { token } = await activation(operations, clock);
  const commands = Array.from({ length: count }, (_, index): Command => {
    const taskId = `${WORKFLOW_ID}/task/${index + 1}`;
    return { type: 'SCHEDULE_TASK', taskId, kind: one.name, queue: 'default', retry: DEFAULT_RETRY };
  });
  const outcome = { type: 'SUSPENDED' } as const;
  await operations.submitCommands({ workflowId: WORKFLOW_ID, token, lastSeenSequence: 1, commands, outcome });
  const claims: Claim[] = [];
  while (claims.length < count) {
    const { task: claimed } = await operations.pollTask({ ...POLL, kinds: [one.name] });
    if (!claimed) throw new UnexpectedResultError('the number of tasks', claims.length, String(count));
    claims.push(claimed);
  }
  return claims;
}

async function complete(operations: Operations, claim: Claim, hazards: Hazards): Promise<void> {
  const { id: taskId, attempt, token } = claim;
  const { type } = await operations.completeTask({ taskId, attempt, token, output: 1 });
  expectAnswer(`the answer to ${taskId}`, type, ['RECORDED'], hazards);
}

/** Plays worker: runs the workflow's code to its end. */
async function endWorkflow(operations: Operations, clock: Clock, count: number): Promise<void> {
  const { token } = await activation(operations, clock);
  const { events } = await operations.getEvents({ workflowId: WORKFLOW_ID, after: 0 });
  const ended = events.filter(({ type }) => type === 'TASK_COMPLETED').length;
  const lastSeenSequence = events.at(-1)?.sequence ?? 0;
  const outcome =
    ended === count ? ({ type: 'COMPLETED', output: ended } as const) : ({ type: 'SUSPENDED' } as const);
  await operations.submitCommands({
    workflowId: WORKFLOW_ID,
    token,
    lastSeenSequence,
    commands: [],
    outcome,
  });
  expectSame('the number of tasks that ended', ended, count);
}

/** Takes the workflow. A request that arrived twice may be at work on it still, and who polls passes over what is locked. */
async function activation(operations: Operations, clock: Clock): Promise<Activation> {
  for (let tries = 1; tries <= MOST_POLLS; tries += 1) {
    const { activation: given } = await operations.pollWorkflow({ ...POLL, kinds: [countTasks.name] });
    if (given) return given;
    await clock.sleep(PAUSE_MS);
  }
  throw new UnexpectedResultError('what there is to do', 'nothing', 'the workflow');
}

/** Nothing but completions of one workflow at the same time: small enough for an exhaustive search. */
export const completions: Scenario = {
  name: 'completions',
  summary: 'n tasks of one workflow are completed at the same time, and nothing else happens meanwhile',
  size: { tasks: 3, workers: 0, servers: 2 },
  claims: [
    { what: 'two completions overlapped', isReachedBy: overlapped('completeTask') },
    { what: 'a transaction waited for another', isReachedBy: hasWaited },
  ],
  workload: ({ tasks }, hazards) => {
    let claims: readonly Claim[] = [];
    return {
      workflows: [countTasks],
      tasks: [one],
      needsSweeps: false,
      before: async (_client, clock, operations) => {
        claims = await takeTasks(operations, clock, tasks);
      },
      clients: Array.from(
        { length: tasks },
        (_, index): ClientBody =>
          async (_client, _clock, operations) => {
            const claim = claims[index];
            if (claim) await complete(operations, claim, hazards);
          },
      ),
      after: (_client, clock, operations) => endWorkflow(operations, clock, tasks),
    };
  },
};
