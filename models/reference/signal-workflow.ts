import type {
  SignalWithStartRequest,
  SignalWithStartResponse,
  SignalWorkflowRequest,
  SignalWorkflowResponse,
} from '../../src/engine/index.ts';
import { isTooLate, tell } from './history.ts';
import { claimKey, ownerOf } from './key.ts';
import { create } from './start-workflow.ts';
import type { State } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/** A signal is an event. Of those with one key, the first that was recorded counts. */
export function signalWorkflow(
  state: State,
  { workflowId, name, payload, idempotencyKey: key }: SignalWorkflowRequest,
  { now }: Moment,
): Step<SignalWorkflowResponse> {
  if (!state.workflows.has(workflowId)) return refuse(state, 'NOT_FOUND');
  const scope = `signal/${workflowId}`;
  if (key !== undefined && ownerOf(state, scope, key, now) !== undefined) {
    return { state, answer: { type: 'REPEATED' } };
  }
  if (isTooLate(state, workflowId)) return { state, answer: { type: 'IGNORED' } };
  const claimed = key === undefined ? state : claimKey(state, scope, key, workflowId, now);
  const data = payload === undefined ? { name } : { name, payload };
  return {
    state: tell(claimed, workflowId, now, { type: 'SIGNAL_RECEIVED', data }),
    answer: { type: 'RECORDED' },
  };
}

/** A signal to a workflow that is started first if there is none. */
export function signalWithStart(
  state: State,
  { start, signal }: SignalWithStartRequest,
  moment: Moment,
): Step<SignalWithStartResponse> {
  const created = !state.workflows.has(start.id);
  const started = created ? create(state, start, moment.now) : state;
  const signalled = signalWorkflow(started, { workflowId: start.id, ...signal }, moment);
  if ('refused' in signalled.answer) return refuse(state, signalled.answer.refused);
  return { state: signalled.state, answer: { created, ...signalled.answer } };
}
