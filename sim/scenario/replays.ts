import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from '../../models/law/index.ts';
import type { Command, EventBody, WorkflowEvent } from '../../src/events/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import { activate, type AnyWorkflow } from '../../src/sdk/index.ts';

type History = readonly WorkflowEvent[];

/**
 * Replays what each activation of each workflow saw: its code must ask again for what the history has next, and end as
 * it did.
 */
export async function replayHistories(
  definitions: readonly AnyWorkflow[],
  histories: ReadonlyMap<string, History>,
): Promise<Evidence['replayFailures']> {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const failures: { workflowId: string; problem: string }[] = [];
  for (const [workflowId, history] of histories) {
    const started = history[0];
    const definition = started?.type === 'WORKFLOW_STARTED' ? byName.get(started.data.kind) : undefined;
    if (!definition) continue;
    const problem = await firstDifference(definition, workflowId, history);
    if (problem !== undefined) failures.push({ workflowId, problem });
  }
  return failures;
}

async function firstDifference(
  definition: AnyWorkflow,
  workflowId: string,
  history: History,
): Promise<string | undefined> {
  for (const [index, event] of history.entries()) {
    if (event.type !== 'WORKFLOW_SUSPENDED') continue;
    const seen = history.slice(0, event.data.seen);
    const { commands, outcome } = await activate(definition, workflowId, seen, 'default', systemClock);
    const at = `the activation that saw ${seen.length} events`;
    if (outcome.type !== 'SUSPENDED') return `${at} suspended, and is ${outcome.type} now`;
    const asked = commands.flatMap(asRecorded);
    const batch = history.slice(0, index).flatMap(identityOf);
    const recorded = batch.slice(batch.length - asked.length);
    if (!isDeepStrictEqual(asked, recorded)) {
      return `${at} asked for ${recorded.join(', ')}, and asks for ${asked.join(', ')} now`;
    }
  }
  const end = history.at(-1);
  if (!end || !isEnd(end)) return undefined;
  const { outcome } = await activate(definition, workflowId, history.slice(0, -1), 'default', systemClock);
  if (`WORKFLOW_${outcome.type}` === end.type || end.type === 'WORKFLOW_CANCELLED') return undefined;
  return `it ended ${end.type}, and is ${outcome.type} now`;
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
