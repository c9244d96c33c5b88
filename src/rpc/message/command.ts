import type { Command, Failure, Json } from '../../events/index.ts';
import {
  type Codec,
  delay,
  flatOneOf,
  INT4_MAX,
  integer,
  name,
  optional,
  payload,
  record,
  required,
  sole,
  taskId,
} from '../codec/index.ts';
import { requiredFailure } from './failure.ts';
import { operationResult } from './operation-result.ts';
import { retryPolicy } from './retry-policy.ts';
import { startTimer } from './start-timer.ts';

type Of<Type extends Command['type']> = Omit<Extract<Command, { type: Type }>, 'type'>;

const of = <Type extends Command['type']>() => record<Of<Type>>();
const json = optional(payload);

const COMMANDS = {
  SCHEDULE_TASK: of<'SCHEDULE_TASK'>()({
    taskId,
    kind: name,
    input: json,
    queue: name,
    retry: retryPolicy,
    timeoutMs: optional(delay),
  }),
  CANCEL_TASK: of<'CANCEL_TASK'>()({ taskId }),
  START_TIMER: startTimer,
  CANCEL_TIMER: of<'CANCEL_TIMER'>()({ timerId: name }),
  CREATE_PROMISE: of<'CREATE_PROMISE'>()({ name, timeoutMs: optional(delay) }),
  START_CHILD: of<'START_CHILD'>()({ childId: name, kind: name, input: json, queue: name }),
  CANCEL_CHILD: of<'CANCEL_CHILD'>()({ childId: name }),
  RECORD_OPERATION: of<'RECORD_OPERATION'>()({
    position: integer(1, INT4_MAX),
    name,
    result: required(operationResult),
  }),
  SET_STATE: of<'SET_STATE'>()({ key: name, value: required(payload) }),
  CLEAR_STATE: of<'CLEAR_STATE'>()({ key: name }),
} satisfies { readonly [Type in Command['type']]: Codec<Of<Type>, object> };

/** Something that a workflow asks for. */
export const command = sole('body', flatOneOf(COMMANDS));

/** How an activation ended. */
export const outcome = required(
  sole(
    'body',
    flatOneOf({
      SUSPENDED: record<object>()({}),
      COMPLETED: record<{ readonly output?: Json }>()({ output: json }),
      FAILED: record<{ readonly error: Failure }>()({ error: requiredFailure }),
      CANCELLED: record<object>()({}),
    }),
  ),
);
