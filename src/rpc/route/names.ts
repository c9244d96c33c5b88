import type { Command } from '../../events/index.ts';
import { invalid, name } from '../codec/index.ts';
import type { Naming } from './route.ts';

/** What is common to requests about one workflow. */
export const workflowNamed = ({ workflowId }: { readonly workflowId: string }): readonly Naming[] => [
  ['workflow_id', workflowId],
];

/** What is common to requests about one task. */
export const taskNamed = ({ taskId }: { readonly taskId: string }): readonly Naming[] => [
  ['task_id', taskId],
];

/** What is common to requests about one schedule. */
export const scheduleNamed = ({ scheduleId }: { readonly scheduleId: string }): readonly Naming[] => [
  ['schedule_id', scheduleId],
];

/** What is common to requests that bring something into being. */
export const createdNamed = (
  { id, queue }: { readonly id: string; readonly queue: string },
  path = '',
): readonly Naming[] => [
  [`${path}id`, id],
  [`${path}queue`, queue],
];

/** What is common to requests for work. */
export const queuesNamed = ({ queues }: { readonly queues: readonly string[] }): readonly Naming[] =>
  queues.map((queue, index) => [`queues[${index}]`, queue]);

/** Timers, promises, operations and state are the workflow's own. */
export function commandNamed(command: Command, index: number): readonly Naming[] {
  const at = `commands[${index}].`;
  switch (command.type) {
    case 'SCHEDULE_TASK':
      return [
        [`${at}task_id`, command.taskId],
        [`${at}queue`, command.queue],
      ];
    case 'CANCEL_TASK':
      return [[`${at}task_id`, command.taskId]];
    case 'START_CHILD':
      return [
        [`${at}child_id`, command.childId],
        [`${at}queue`, command.queue],
      ];
    case 'CANCEL_CHILD':
      return [[`${at}child_id`, command.childId]];
    case 'START_TIMER':
    case 'CANCEL_TIMER':
    case 'CREATE_PROMISE':
    case 'RECORD_OPERATION':
    case 'SET_STATE':
    case 'CLEAR_STATE':
      return [];
  }
}

/**
 * Keys of requests that start something are shared by all that start the same kind: those of a namespace are told apart
 * by its name, so that nobody learns of, or takes, a key of somebody else.
 */
export function keyWithin<Request extends { readonly idempotencyKey?: string }>(
  request: Request,
  namespace: string,
): Request {
  const { idempotencyKey } = request;
  if (idempotencyKey === undefined) return request;
  try {
    return { ...request, idempotencyKey: name.toValue(`${namespace}/${idempotencyKey}`, 'idempotency_key') };
  } catch {
    throw invalid('idempotency_key', `must not have more than 255 characters after "${namespace}/"`);
  }
}
