import { isDeepStrictEqual } from 'node:util';
import { wasNeverRun } from '../../models/reference/program/index.ts';
import type { Command, EventType, WorkflowEvent } from '../../src/events/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import { activate, WorkflowRun } from '../../src/sdk/index.ts';
import { programWorkflow } from '../../sim/program/index.ts';

/** How history records a command, by type; each type is counted by itself, but for state. */
const RECORDS: Readonly<Partial<Record<Command['type'], readonly EventType[]>>> = {
  SCHEDULE_TASK: ['TASK_SCHEDULED'],
  START_TIMER: ['TIMER_STARTED'],
  CREATE_PROMISE: ['PROMISE_CREATED'],
  START_CHILD: ['CHILD_WORKFLOW_INITIATED'],
  RECORD_OPERATION: ['OPERATION_COMPLETED'],
  SET_STATE: ['STATE_SET', 'STATE_CLEARED'],
  CLEAR_STATE: ['STATE_SET', 'STATE_CLEARED'],
};

/** Each kind of record once. */
const KINDS = [...new Map(Object.values(RECORDS).map((types) => [types[0], types])).values()];

/**
 * Replays every prefix of a history: none must violate it, none must ask for anything but what the history has next, and
 * none must end otherwise than the history does.
 *
 * @returns what is wrong, in sentences
 */
export async function contradictions(
  workflowId: string,
  history: readonly WorkflowEvent[],
): Promise<readonly string[]> {
  if (wasNeverRun(history)) return [];
  const wrong: string[] = [];
  const kept = new WorkflowRun(programWorkflow, workflowId, 'default', systemClock);
  for (const event of history) {
    if (event.type !== 'WORKFLOW_SUSPENDED') continue;
    const { seen = 0 } = event.data;
    const fresh = await activate(programWorkflow, workflowId, history.slice(0, seen), 'default', systemClock);
    const resumed = await kept.resume(history.slice(kept.seen, seen));
    if (isDeepStrictEqual(fresh, resumed)) continue;
    wrong.push(
      `at event ${seen} a replay comes to ${JSON.stringify(fresh)}, and a kept run to ${JSON.stringify(resumed)}`,
    );
  }
  for (let length = 1; length <= history.length; length += 1) {
    const prefix = history.slice(0, length);
    const { commands, outcome } = await activate(programWorkflow, workflowId, prefix, 'default', systemClock);
    const what = `replayed to event ${length}`;
    for (const types of KINDS) {
      const isOf = ({ type }: { readonly type: EventType }): boolean => types.includes(type);
      const before = prefix.filter(isOf).length;
      const asked = commands.filter(({ type }) => RECORDS[type]?.[0] === types[0]).map(asRecorded);
      const next = history.filter(isOf).slice(before, before + asked.length);
      const recorded = next.map(({ type, data }) => withoutTime({ type, data }));
      if (!isDeepStrictEqual(asked, recorded)) {
        wrong.push(
          `${what} it asks for ${JSON.stringify(asked)}, the history has ${JSON.stringify(recorded)}`,
        );
      }
    }
    if (outcome.type === 'SUSPENDED') continue;
    const last = history.at(-1);
    if (last?.type === `WORKFLOW_${outcome.type}` && isDeepStrictEqual(last.data, resultOf(outcome)))
      continue;
    wrong.push(`${what} it ends ${JSON.stringify(outcome)}, the history says ${JSON.stringify(last)}`);
  }
  return wrong;
}

function resultOf({ type, ...result }: { readonly type: string }): object {
  return result;
}

/** A command in the words of its event. */
function asRecorded(command: Command): object {
  switch (command.type) {
    case 'SCHEDULE_TASK': {
      const { taskId, kind, input } = command;
      return { type: 'TASK_SCHEDULED', data: { taskId, kind, input } };
    }
    case 'START_TIMER':
      return { type: 'TIMER_STARTED', data: { timerId: command.timerId } };
    case 'CREATE_PROMISE':
      return { type: 'PROMISE_CREATED', data: { name: command.name } };
    case 'START_CHILD': {
      const { childId, kind, input } = command;
      return { type: 'CHILD_WORKFLOW_INITIATED', data: { childId, kind, input } };
    }
    case 'RECORD_OPERATION': {
      const { type: _, ...data } = command;
      return { type: 'OPERATION_COMPLETED', data };
    }
    case 'SET_STATE': {
      const { type: _, ...data } = command;
      return { type: 'STATE_SET', data };
    }
    case 'CLEAR_STATE':
      return { type: 'STATE_CLEARED', data: { key: command.key } };
    default:
      return command;
  }
}

/** When a timer fires is up to the database. */
function withoutTime({ type, data }: { readonly type: EventType; readonly data: object }): object {
  return type === 'TIMER_STARTED' && 'timerId' in data
    ? { type, data: { timerId: data.timerId } }
    : { type, data };
}
