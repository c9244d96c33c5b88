import { isDeepStrictEqual } from 'node:util';
import type { Command, EventBody, Outcome, WorkflowEvent } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import { activate, type AnyWorkflow } from './workflow-run.ts';
import { jsonCodec, type PayloadCodec } from './payload.ts';

/**
 * Replays what each activation of a workflow saw: its code must ask again for what the history has next, and end as it
 * did. An end that came from outside, by a cancellation, is nothing that the code decides.
 *
 * @param history every event of the workflow so far, in order, beginning with WORKFLOW_STARTED
 * @returns the first difference, in a sentence; undefined if the code does what the history says
 */
export async function replayHistory(
  definition: AnyWorkflow,
  workflowId: string,
  history: readonly WorkflowEvent[],
  clock: Pick<Clock, 'settled'>,
  codec: PayloadCodec = jsonCodec,
): Promise<string | undefined> {
  const replayTo = (length: number) =>
    activate(definition, workflowId, history.slice(0, length), 'default', clock, { codec });
  for (const [index, event] of history.entries()) {
    if (event.type !== 'WORKFLOW_SUSPENDED') continue;
    const { seen = index } = event.data;
    const { commands, outcome } = await replayTo(seen);
    if (outcome.type !== 'SUSPENDED') return `up to event ${seen} it suspended, and now ${told(outcome)}`;
    const asked = commands.flatMap(asRecorded);
    const batch = history.slice(0, index).flatMap(identityOf);
    const recorded = batch.slice(batch.length - asked.length);
    if (!isDeepStrictEqual(asked, recorded)) {
      return `up to event ${seen} it asked for ${listed(recorded)}, and now asks for ${listed(asked)}`;
    }
  }
  const end = history.at(-1);
  if (!end || !isEnd(end)) return undefined;
  const { outcome } = await replayTo(history.length - 1);
  if (`WORKFLOW_${outcome.type}` === end.type || end.type === 'WORKFLOW_CANCELLED') return undefined;
  return `the history ends with ${end.type}, and now the code ${told(outcome)}`;
}

function told(outcome: Outcome): string {
  switch (outcome.type) {
    case 'FAILED':
      return `fails with ${outcome.error.name}: ${outcome.error.message}`;
    case 'COMPLETED':
      return 'completes';
    case 'CANCELLED':
      return 'is cancelled';
    case 'SUSPENDED':
      return 'suspends';
  }
}

function listed(things: readonly string[]): string {
  return things.length === 0 ? 'nothing' : things.join(', ');
}

function isEnd({ type }: EventBody): boolean {
  return type === 'WORKFLOW_COMPLETED' || type === 'WORKFLOW_FAILED' || type === 'WORKFLOW_CANCELLED';
}

/** What a command will be known by in the history. Cancelling leaves no event if there is nothing left to cancel. */
function asRecorded(command: Command): readonly string[] {
  switch (command.type) {
    case 'SCHEDULE_TASK':
      return [`task ${command.taskId}`];
    case 'START_TIMER':
      return [`timer ${command.timerId}`];
    case 'CREATE_PROMISE':
      return [`promise ${command.name}`];
    case 'START_CHILD':
      return [`child ${command.childId}`];
    case 'RECORD_OPERATION':
      return [`operation ${command.position}`];
    case 'SET_STATE':
      return [`set ${command.key}`];
    case 'CLEAR_STATE':
      return [`clear ${command.key}`];
    default:
      return [];
  }
}

function identityOf({ type, data }: EventBody): readonly string[] {
  switch (type) {
    case 'TASK_SCHEDULED':
      return [`task ${data.taskId}`];
    case 'TIMER_STARTED':
      return [`timer ${data.timerId}`];
    case 'PROMISE_CREATED':
      return [`promise ${data.name}`];
    case 'CHILD_WORKFLOW_INITIATED':
      return [`child ${data.childId}`];
    case 'OPERATION_COMPLETED':
      return [`operation ${data.position}`];
    case 'STATE_SET':
      return [`set ${data.key}`];
    case 'STATE_CLEARED':
      return [`clear ${data.key}`];
    default:
      return [];
  }
}
