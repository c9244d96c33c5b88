import type { PollWorkflowResponse } from '../../engine/index.ts';
import type { WorkflowStatus } from '../../events/index.ts';
import {
  flatOneOf,
  lease,
  list,
  name,
  nothing,
  optional,
  record,
  sequence,
  sole,
  stored,
  wait,
} from '../codec/index.ts';
import { command, outcome, workflowStatus } from '../message/index.ts';
import { commandNamed, queuesNamed, workflowNamed } from './names.ts';
import type { RequestOf, RoutesOf } from './route.ts';

const many = list(name, 1_000);

/** What workers do with workflows, and say of themselves. */
export const WORKER_ROUTES: RoutesOf<'pollWorkflow' | 'submitCommands' | 'heartbeatWorker'> = {
  pollWorkflow: {
    rights: ['worker'],
    names: queuesNamed,
    request: record<RequestOf<'pollWorkflow'>>()({
      worker: name,
      queues: many,
      kinds: many,
      leaseMs: lease,
      waitMs: optional(wait),
    }),
    response: record<PollWorkflowResponse>()({
      activation: optional(
        record<NonNullable<PollWorkflowResponse['activation']>>()({
          workflowId: stored,
          kind: stored,
          queue: stored,
          token: stored,
        }),
      ),
    }),
  },
  submitCommands: {
    rights: ['worker'],
    names: (request) => [...workflowNamed(request), ...request.commands.flatMap(commandNamed)],
    request: record<RequestOf<'submitCommands'>>()({
      workflowId: name,
      token: name,
      lastSeenSequence: sequence,
      commands: list(command, 10_000),
      outcome,
    }),
    response: sole(
      'result',
      flatOneOf({
        ACCEPTED: record<{ readonly status: WorkflowStatus }>()({ status: workflowStatus }),
        STALE: record<object>()({}),
      }),
    ),
  },
  heartbeatWorker: {
    rights: ['worker'],
    names: queuesNamed,
    request: record<RequestOf<'heartbeatWorker'>>()({
      worker: name,
      queues: many,
      workflows: many,
      tasks: many,
    }),
    response: nothing,
  },
};
