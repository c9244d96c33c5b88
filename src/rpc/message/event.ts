import type { EventBody, EventType, WorkflowEvent } from '../../events/index.ts';
import {
  adapted,
  type Codec,
  INT4_MAX,
  integer,
  oneOf,
  optional,
  record,
  required,
  sequence,
  stored,
  storedPayload,
  time,
} from '../codec/index.ts';
import { requiredStoredFailure as error } from './failure.ts';
import { storedOperationResult } from './operation-result.ts';

type DataOf<Type extends EventType> = Extract<EventBody, { type: Type }>['data'];

const of = <Type extends EventType>() => record<DataOf<Type>>();
const json = optional(storedPayload);

/** What each event says. Histories are the engine's: whatever it has stored is told. */
const DATA = {
  WORKFLOW_STARTED: of<'WORKFLOW_STARTED'>()({ kind: stored, input: json, parentId: optional(stored) }),
  WORKFLOW_SUSPENDED: of<'WORKFLOW_SUSPENDED'>()({ seen: optional(sequence) }),
  WORKFLOW_COMPLETED: of<'WORKFLOW_COMPLETED'>()({ output: json }),
  WORKFLOW_FAILED: of<'WORKFLOW_FAILED'>()({ error }),
  CANCELLATION_REQUESTED: of<'CANCELLATION_REQUESTED'>()({ reason: optional(stored) }),
  WORKFLOW_CANCELLED: of<'WORKFLOW_CANCELLED'>()({}),
  TASK_SCHEDULED: of<'TASK_SCHEDULED'>()({ taskId: stored, kind: stored, input: json }),
  TASK_COMPLETED: of<'TASK_COMPLETED'>()({ taskId: stored, output: json }),
  TASK_FAILED: of<'TASK_FAILED'>()({ taskId: stored, error }),
  TASK_CANCELLED: of<'TASK_CANCELLED'>()({ taskId: stored }),
  TIMER_STARTED: of<'TIMER_STARTED'>()({ timerId: stored, fireAt: time }),
  TIMER_FIRED: of<'TIMER_FIRED'>()({ timerId: stored }),
  TIMER_CANCELLED: of<'TIMER_CANCELLED'>()({ timerId: stored }),
  PROMISE_CREATED: of<'PROMISE_CREATED'>()({ name: stored }),
  PROMISE_RESOLVED: of<'PROMISE_RESOLVED'>()({ name: stored, value: json }),
  PROMISE_REJECTED: of<'PROMISE_REJECTED'>()({ name: stored, error }),
  PROMISE_TIMED_OUT: of<'PROMISE_TIMED_OUT'>()({ name: stored }),
  CHILD_WORKFLOW_INITIATED: of<'CHILD_WORKFLOW_INITIATED'>()({ childId: stored, kind: stored, input: json }),
  CHILD_WORKFLOW_STARTED: of<'CHILD_WORKFLOW_STARTED'>()({ childId: stored }),
  CHILD_WORKFLOW_COMPLETED: of<'CHILD_WORKFLOW_COMPLETED'>()({ childId: stored, output: json }),
  CHILD_WORKFLOW_FAILED: of<'CHILD_WORKFLOW_FAILED'>()({ childId: stored, error }),
  CHILD_WORKFLOW_CANCELLED: of<'CHILD_WORKFLOW_CANCELLED'>()({ childId: stored }),
  SIGNAL_RECEIVED: of<'SIGNAL_RECEIVED'>()({ name: stored, payload: json }),
  OPERATION_COMPLETED: of<'OPERATION_COMPLETED'>()({
    position: integer(1, INT4_MAX),
    name: stored,
    result: required(storedOperationResult),
  }),
  STATE_SET: of<'STATE_SET'>()({ key: stored, value: required(storedPayload) }),
  STATE_CLEARED: of<'STATE_CLEARED'>()({ key: stored }),
} satisfies { readonly [Type in EventType]: Codec<DataOf<Type>, object> };

type Entry = Pick<WorkflowEvent, 'sequence' | 'time'> & { readonly body: EventBody };

/** One entry of a history. */
export const event = adapted(
  record<Entry>()({ sequence, time, body: oneOf(DATA) }),
  ({ body, ...place }): WorkflowEvent => ({ ...body, ...place }),
  ({ sequence, time, type, data }): Entry => ({
    sequence,
    time,
    body: { type, data } as EventBody, // type and data of one event belong together
  }),
);
