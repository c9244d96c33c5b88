import type { Operations, Sweeps } from '../../src/engine/index.ts';
import { completeTask, failTask, heartbeat } from './attempt.ts';
import { cancelChildren } from './cancel-child.ts';
import { cancelTask, cancelTimer } from './cancel.ts';
import { cancelWorkflow } from './cancel-workflow.ts';
import { deliverChildEnds } from './child-end.ts';
import { expireDeadlines, expirePromises, fireTimers, forgetKeys, reclaimLeases } from './expiry.ts';
import { pollTask, pollWorkflow } from './poll.ts';
import { getEvents, getTask, listWorkflows, queryWorkflow } from './read.ts';
import { deleteSchedule, getSchedule, putSchedule, runSchedules } from './schedule.ts';
import { rejectPromise, resolvePromise } from './settle-promise.ts';
import { signalWithStart, signalWorkflow } from './signal-workflow.ts';
import { startTask } from './start-task.ts';
import { startWorkflow } from './start-workflow.ts';
import type { State } from './state.ts';
import type { Moment, Step } from './step.ts';
import { submitCommands } from './submit-commands.ts';

type Modelled<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (
    request: infer Request,
  ) => Promise<infer Answer>
    ? (state: State, request: Request, moment: Moment) => readonly Step<Answer>[]
    : never;
};

/**
 * The engine as a plain program: what every operation and every sweep must do, one request after the other.
 *
 * @returns every step that is right: one, except where chance decides within bounds
 */
export const REFERENCE: Modelled<Operations & Sweeps> = {
  startWorkflow: one(startWorkflow),
  signalWorkflow: one(signalWorkflow),
  signalWithStart: one(signalWithStart),
  cancelWorkflow: one(cancelWorkflow),
  cancelTimer: one(cancelTimer),
  resolvePromise: one(resolvePromise),
  rejectPromise: one(rejectPromise),
  queryWorkflow: one(queryWorkflow),
  listWorkflows: one(listWorkflows),
  getEvents: one(getEvents),
  pollWorkflow: one(pollWorkflow),
  submitCommands: one(submitCommands),
  startTask: one(startTask),
  getTask: one(getTask),
  cancelTask: one(cancelTask),
  pollTask,
  heartbeat: one(heartbeat),
  completeTask: one(completeTask),
  failTask: one(failTask),
  heartbeatWorker: (state) => [{ state, answer: {} }],
  putSchedule: one(putSchedule),
  getSchedule: one(getSchedule),
  deleteSchedule: one(deleteSchedule),
  fireTimers: one(fireTimers),
  expirePromises: one(expirePromises),
  expireDeadlines: one(expireDeadlines),
  reclaimLeases: one(reclaimLeases),
  deliverChildEnds: one(deliverChildEnds),
  cancelChildren: one(cancelChildren),
  runSchedules: one(runSchedules),
  forgetKeys: one(forgetKeys),
};

function one<Request, Answer>(
  step: (state: State, request: Request, moment: Moment) => Step<Answer>,
): (state: State, request: Request, moment: Moment) => readonly Step<Answer>[] {
  return (state, request, moment) => [step(state, request, moment)];
}
