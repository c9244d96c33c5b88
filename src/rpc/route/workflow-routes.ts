import type { Signal } from '../../engine/index.ts';
import { choice, flag, name, optional, payload, record, required, stored, text } from '../codec/index.ts';
import {
  CancelResult,
  CancelWorkflowResult,
  SettlePromiseResult,
  SignalResult,
} from '../generated/skein/v1/skein_pb.ts';
import { priority, requiredFailure } from '../message/index.ts';
import { createdNamed, keyWithin, workflowNamed } from './names.ts';
import type { RequestOf, ResponseOf, RoutesOf } from './route.ts';

const json = optional(payload);
const key = optional(name);
const start = {
  id: name,
  kind: name,
  queue: name,
  version: optional(name),
  priority: optional(priority),
  input: json,
};
const signal = { name, payload: json, idempotencyKey: key };
const settled = record<ResponseOf<'resolvePromise'>>()({ type: choice(SettlePromiseResult) });

/** What changes workflows from outside. */
export const WORKFLOW_ROUTES: RoutesOf<
  | 'startWorkflow'
  | 'signalWorkflow'
  | 'signalWithStart'
  | 'cancelWorkflow'
  | 'cancelTimer'
  | 'resolvePromise'
  | 'rejectPromise'
> = {
  startWorkflow: {
    rights: ['client'],
    names: (request) => createdNamed(request),
    within: keyWithin,
    request: record<RequestOf<'startWorkflow'>>()({ ...start, idempotencyKey: key }),
    response: record<ResponseOf<'startWorkflow'>>()({ workflowId: stored, created: flag }),
  },
  signalWorkflow: {
    rights: ['client'],
    names: workflowNamed,
    request: record<RequestOf<'signalWorkflow'>>()({ workflowId: name, ...signal }),
    response: record<ResponseOf<'signalWorkflow'>>()({ type: choice(SignalResult) }),
  },
  signalWithStart: {
    rights: ['client'],
    names: (request) => createdNamed(request.start, 'start.'),
    request: record<RequestOf<'signalWithStart'>>()({
      start: required(record<RequestOf<'signalWithStart'>['start']>()(start)),
      signal: required(record<Signal>()(signal)),
    }),
    response: record<ResponseOf<'signalWithStart'>>()({ created: flag, type: choice(SignalResult) }),
  },
  cancelWorkflow: {
    rights: ['client'],
    names: workflowNamed,
    request: record<RequestOf<'cancelWorkflow'>>()({ workflowId: name, reason: optional(text) }),
    response: record<ResponseOf<'cancelWorkflow'>>()({ type: choice(CancelWorkflowResult) }),
  },
  cancelTimer: {
    rights: ['client'],
    names: workflowNamed,
    request: record<RequestOf<'cancelTimer'>>()({ workflowId: name, timerId: name }),
    response: record<ResponseOf<'cancelTimer'>>()({ type: choice(CancelResult) }),
  },
  resolvePromise: {
    rights: ['client'],
    names: workflowNamed,
    request: record<RequestOf<'resolvePromise'>>()({ workflowId: name, name, value: json }),
    response: settled,
  },
  rejectPromise: {
    rights: ['client'],
    names: workflowNamed,
    request: record<RequestOf<'rejectPromise'>>()({ workflowId: name, name, error: requiredFailure }),
    response: settled,
  },
};
