import type { Command, EventBody } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import {
  beginHistories,
  changeState,
  insertChildLinks,
  insertChildren,
  insertPromises,
  insertTasks,
  insertTimers,
  setChildrenCancelled,
  setTasksCancelled,
  setTimersCancelled,
} from '../store/index.ts';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** What the database made of the commands. */
type Applied = {
  readonly fireTimes: ReadonlyMap<string, number>;
  /** Children whose ids were free. */
  readonly created: ReadonlySet<string>;
  /** What had not ended before it was cancelled. Whatever is told is taken out: who asks twice is told once. */
  readonly cancelled: {
    readonly tasks: Set<string>;
    readonly timers: Set<string>;
    readonly children: Set<string>;
  };
};

/**
 * Writes the rows that a workflow's commands ask for. The caller holds the lock on the workflow's row.
 *
 * @returns the events to be appended to its history, in the order of the commands, and whether there is one among them
 * that the workflow does not know of: a child that could not be started.
 */
export async function applyCommands(
  session: Sql,
  workflowId: string,
  commands: readonly Command[],
): Promise<{ readonly events: readonly EventBody[]; readonly hasNews: boolean }> {
  if (commands.length === 0) return { events: [], hasNews: false };
  const pick = <Type extends Command['type']>(...types: readonly Type[]): readonly Of<Type>[] =>
    commands.filter((command): command is Of<Type> => types.some((type) => type === command.type));

  const tasks = pick('SCHEDULE_TASK');
  if (tasks.length > 0) await insertTasks(session, workflowId, tasks);
  const timers = pick('START_TIMER');
  const fireTimes = timers.length > 0 ? await insertTimers(session, workflowId, timers) : new Map();
  const promises = pick('CREATE_PROMISE');
  if (promises.length > 0) await insertPromises(session, workflowId, promises);
  const children = pick('START_CHILD');
  const created = await startChildren(session, workflowId, children);
  const changes = pick('SET_STATE', 'CLEAR_STATE');
  if (changes.length > 0) await changeState(session, workflowId, changes);
  const cancelled = await cancel(session, workflowId, pick);
  const events = commands.flatMap((command) => toEvents(command, { fireTimes, created, cancelled }));
  return { events, hasNews: created.size < children.length };
}

async function startChildren(
  session: Sql,
  workflowId: string,
  commands: readonly Of<'START_CHILD'>[],
): Promise<ReadonlySet<string>> {
  if (commands.length === 0) return new Set();
  const created = await insertChildren(session, workflowId, commands);
  const beginnings = commands
    .filter(({ childId }) => created.has(childId))
    .map(({ childId, kind, input }) => {
      const data = { kind, ...(input === undefined ? {} : { input }), parentId: workflowId };
      return { workflowId: childId, event: { type: 'WORKFLOW_STARTED', data } as const };
    });
  const links = commands.map(({ childId }) => ({
    childId,
    status: created.has(childId) ? ('STARTED' as const) : ('FAILED' as const),
  }));
  await insertChildLinks(session, workflowId, links); // refuses a child that is asked for twice, which has one history
  if (beginnings.length > 0) await beginHistories(session, beginnings);
  return created;
}

async function cancel(
  session: Sql,
  workflowId: string,
  pick: <Type extends Command['type']>(...types: readonly Type[]) => readonly Of<Type>[],
): Promise<Applied['cancelled']> {
  const taskIds = pick('CANCEL_TASK').map(({ taskId }) => taskId);
  const timerIds = pick('CANCEL_TIMER').map(({ timerId }) => timerId);
  const childIds = pick('CANCEL_CHILD').map(({ childId }) => childId);
  return {
    tasks: new Set(taskIds.length > 0 ? await setTasksCancelled(session, workflowId, taskIds) : []),
    timers: new Set(timerIds.length > 0 ? await setTimersCancelled(session, workflowId, timerIds) : []),
    children: new Set(childIds.length > 0 ? await setChildrenCancelled(session, workflowId, childIds) : []),
  };
}

/** What history says of a command. Cancelling what has ended in the meantime says nothing: history tells that end. */
function toEvents(command: Command, { fireTimes, created, cancelled }: Applied): readonly EventBody[] {
  switch (command.type) {
    case 'SCHEDULE_TASK': {
      const { taskId, kind } = command;
      return [{ type: 'TASK_SCHEDULED', data: { taskId, kind, ...inputOf(command) } }];
    }
    case 'CANCEL_TASK': {
      const { taskId } = command;
      return cancelled.tasks.delete(taskId) ? [{ type: 'TASK_CANCELLED', data: { taskId } }] : [];
    }
    case 'START_TIMER': {
      const { timerId } = command;
      return [{ type: 'TIMER_STARTED', data: { timerId, fireAt: fireTimes.get(timerId) ?? 0 } }];
    }
    case 'CANCEL_TIMER': {
      const { timerId } = command;
      return cancelled.timers.delete(timerId) ? [{ type: 'TIMER_CANCELLED', data: { timerId } }] : [];
    }
    case 'CREATE_PROMISE':
      return [{ type: 'PROMISE_CREATED', data: { name: command.name } }];
    case 'START_CHILD': {
      const { childId, kind } = command;
      const initiated = {
        type: 'CHILD_WORKFLOW_INITIATED',
        data: { childId, kind, ...inputOf(command) },
      } as const;
      if (created.has(childId)) return [initiated, { type: 'CHILD_WORKFLOW_STARTED', data: { childId } }];
      const error = { name: 'AlreadyExists', message: `workflow ${childId} exists already` };
      return [initiated, { type: 'CHILD_WORKFLOW_FAILED', data: { childId, error } }];
    }
    case 'CANCEL_CHILD': {
      const { childId } = command;
      return cancelled.children.delete(childId)
        ? [{ type: 'CHILD_WORKFLOW_CANCELLED', data: { childId } }]
        : [];
    }
    case 'RECORD_OPERATION': {
      const { position, name, result } = command;
      return [{ type: 'OPERATION_COMPLETED', data: { position, name, result } }];
    }
    case 'SET_STATE':
      return [{ type: 'STATE_SET', data: { key: command.key, value: command.value } }];
    case 'CLEAR_STATE':
      return [{ type: 'STATE_CLEARED', data: { key: command.key } }];
  }
}

function inputOf({ input }: Of<'SCHEDULE_TASK' | 'START_CHILD'>): { readonly input?: typeof input } {
  return input === undefined ? {} : { input };
}
