import { isDeepStrictEqual } from 'node:util';
import type {
  RejectPromiseRequest,
  ResolvePromiseRequest,
  SettlePromiseResponse,
} from '../../src/engine/index.ts';
import type { EventBody } from '../../src/events/index.ts';
import { isTooLate, tell } from './history.ts';
import { type Promised, put, putWorkflow, type State } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

export function resolvePromise(
  state: State,
  { workflowId, name, value }: ResolvePromiseRequest,
  { now }: Moment,
): Step<SettlePromiseResponse> {
  const optional = value === undefined ? {} : { value };
  const event: EventBody = { type: 'PROMISE_RESOLVED', data: { name, ...optional } };
  return settle(state, { workflowId, name, now }, { status: 'RESOLVED', ...optional }, event);
}

export function rejectPromise(
  state: State,
  { workflowId, name, error }: RejectPromiseRequest,
  { now }: Moment,
): Step<SettlePromiseResponse> {
  const event: EventBody = { type: 'PROMISE_REJECTED', data: { name, error } };
  return settle(state, { workflowId, name, now }, { status: 'REJECTED', error }, event);
}

type Settlement = Pick<Promised, 'status' | 'value' | 'error'>;

/** The first settlement counts; the same once more is acknowledged. */
function settle(
  state: State,
  { workflowId, name, now }: { readonly workflowId: string; readonly name: string; readonly now: number },
  settlement: Settlement,
  event: EventBody,
): Step<SettlePromiseResponse> {
  const workflow = state.workflows.get(workflowId);
  const promise = workflow?.promises.get(name);
  if (!workflow || !promise) return refuse(state, 'NOT_FOUND');
  if (promise.status !== 'CREATED') {
    const { status, value, error } = promise;
    const wanted = [settlement.status, settlement.value, settlement.error];
    const isSame = isDeepStrictEqual([status, value, error], wanted);
    return { state, answer: { type: isSame ? 'REPEATED' : 'SETTLED' } };
  }
  const ignored = isTooLate(state, workflowId);
  const promises = put(workflow.promises, name, { ...promise, ...settlement, ignored });
  return {
    state: tell(putWorkflow(state, { ...workflow, promises }), workflowId, now, event),
    answer: { type: ignored ? 'IGNORED' : 'RECORDED' },
  };
}
