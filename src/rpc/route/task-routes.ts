import type { PollTaskResponse } from '../../engine/index.ts';
import {
  choice,
  delay,
  flag,
  INT4_MAX,
  integer,
  lease,
  list,
  name,
  optional,
  payload,
  record,
  stored,
  storedPayload,
  taskId,
  wait,
} from '../codec/index.ts';
import { CancelResult, EndTaskResult, HeartbeatResult, TaskStatus } from '../generated/skein/v1/skein_pb.ts';
import { requiredFailure, retryPolicy, storedFailure } from '../message/index.ts';
import { createdNamed, keyWithin, queuesNamed, taskNamed } from './names.ts';
import type { RequestOf, ResponseOf, RoutesOf } from './route.ts';

const many = list(name, 1_000);
const attempt = { taskId, attempt: integer(1, INT4_MAX), token: name };
const ended = record<ResponseOf<'completeTask'>>()({ type: choice(EndTaskResult) });

/** What is done with tasks. */
export const TASK_ROUTES: RoutesOf<
  'startTask' | 'getTask' | 'cancelTask' | 'pollTask' | 'heartbeat' | 'completeTask' | 'failTask'
> = {
  startTask: {
    rights: ['client'],
    names: (request) => createdNamed(request),
    within: keyWithin,
    request: record<RequestOf<'startTask'>>()({
      id: taskId,
      kind: name,
      queue: name,
      input: optional(payload),
      retry: retryPolicy,
      timeoutMs: optional(delay),
      idempotencyKey: optional(name),
    }),
    response: record<ResponseOf<'startTask'>>()({ taskId: stored, created: flag }),
  },
  getTask: {
    rights: ['client'],
    names: taskNamed,
    request: record<RequestOf<'getTask'>>()({ taskId, waitMs: optional(wait) }),
    response: record<ResponseOf<'getTask'>>()({
      taskId: stored,
      workflowId: optional(stored),
      kind: stored,
      queue: stored,
      status: choice(TaskStatus),
      attempt: integer(0, INT4_MAX),
      progress: optional(storedPayload),
      output: optional(storedPayload),
      error: optional(storedFailure),
    }),
  },
  cancelTask: {
    rights: ['client'],
    names: taskNamed,
    request: record<RequestOf<'cancelTask'>>()({ taskId }),
    response: record<ResponseOf<'cancelTask'>>()({ type: choice(CancelResult) }),
  },
  pollTask: {
    rights: ['worker'],
    names: queuesNamed,
    request: record<RequestOf<'pollTask'>>()({
      worker: name,
      queues: many,
      kinds: many,
      leaseMs: lease,
      waitMs: optional(wait),
    }),
    response: record<PollTaskResponse>()({
      task: optional(
        record<NonNullable<PollTaskResponse['task']>>()({
          id: stored,
          workflowId: optional(stored),
          kind: stored,
          attempt: integer(1, INT4_MAX),
          input: optional(storedPayload),
          token: stored,
        }),
      ),
    }),
  },
  heartbeat: {
    rights: ['worker'],
    names: taskNamed,
    request: record<RequestOf<'heartbeat'>>()({ ...attempt, leaseMs: lease, progress: optional(payload) }),
    response: record<ResponseOf<'heartbeat'>>()({ type: choice(HeartbeatResult) }),
  },
  completeTask: {
    rights: ['worker'],
    names: taskNamed,
    request: record<RequestOf<'completeTask'>>()({ ...attempt, output: optional(payload) }),
    response: ended,
  },
  failTask: {
    rights: ['worker'],
    names: taskNamed,
    request: record<RequestOf<'failTask'>>()({ ...attempt, error: requiredFailure, retryable: flag }),
    response: ended,
  },
};
