import type { SweepRequest, SweepResponse } from '../../src/engine/index.ts';
import { cancelWorkflow } from './cancel-workflow.ts';
import { put, putWorkflow, type State } from './state.ts';
import { type Moment, type Step } from './step.ts';

/** Asks a child that its parent gave up to cancel, if that was not done before. */
export function cancelChild(state: State, workflowId: string, childId: string, moment: Moment): State {
  const child = state.workflows.get(workflowId)?.children.get(childId);
  if (!child?.mustCancel) return state;
  const reason = `its parent ${workflowId} has cancelled it`;
  const asked = cancelWorkflow(state, { workflowId: childId, reason }, moment).state;
  const parent = asked.workflows.get(workflowId);
  if (!parent) return asked;
  const told = put(parent.children, childId, { ...child, mustCancel: false });
  return putWorkflow(asked, { ...parent, children: told });
}

/** Asks whatever is still to be asked: children that were given up, and runs that are to make room. */
export function cancelChildren(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const children = [...state.workflows.values()]
    .flatMap(({ id, children }) =>
      [...children].flatMap(([childId, { mustCancel }]) => (mustCancel ? [{ id, childId }] : [])),
    )
    .sort((a, b) => compare(a.id, b.id) || compare(a.childId, b.childId))
    .slice(0, limit);
  let next = state;
  for (const { id, childId } of children) next = cancelChild(next, id, childId, moment);
  const runs = [...next.schedules.values()]
    .sort((a, b) => compare(a.id, b.id))
    .flatMap(({ id, runs }) => runs.filter(({ mustCancel }) => mustCancel).map((run) => ({ id, run })))
    .slice(0, limit);
  for (const { id, run } of runs) next = cancelRun(next, id, run.workflowId ?? '', moment);
  const count = children.length + runs.length;
  const isMore = children.length === limit || runs.length === limit;
  return { state: next, answer: isMore ? { count, nextInMs: 0 } : { count } };
}

function cancelRun(state: State, scheduleId: string, workflowId: string, moment: Moment): State {
  const reason = `schedule ${scheduleId} starts the next one`;
  const asked = cancelWorkflow(state, { workflowId, reason }, moment).state;
  const schedule = asked.schedules.get(scheduleId);
  if (!schedule) return asked;
  const runs = schedule.runs.map((run) =>
    run.workflowId === workflowId ? { ...run, mustCancel: false } : run,
  );
  return { ...asked, schedules: put(asked.schedules, scheduleId, { ...schedule, runs }) };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
