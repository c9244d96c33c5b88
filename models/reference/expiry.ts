import type { SweepRequest, SweepResponse } from '../../src/engine/index.ts';
import { type Failure, isTaskEnded } from '../../src/events/index.ts';
import { fail } from './attempt.ts';
import { claimable, isTooLate, tell } from './history.ts';
import { put, putWorkflow, type State, without } from './state.ts';
import { earliest, type Moment, type Step, swept } from './step.ts';

const TIMED_OUT: Failure = { name: 'TaskTimedOut', message: 'the task did not end before its deadline' };
const ABANDONED: Failure = {
  name: 'LeaseExpired',
  message: 'the worker that held the task was not heard of',
};

type Due = { readonly at: number; readonly ids: readonly string[] };

/** What is due, the longest first, and in the order of the ids where that is the same. */
function due<Each extends Due>(all: readonly Each[], now: number, limit: number): readonly Each[] {
  return all
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at || compareIds(a.ids, b.ids))
    .slice(0, limit);
}

function compareIds(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((id, position) => id !== b[position]);
  return index === -1 || (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
}

/** Timers whose time has come fire. */
export function fireTimers(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const started = (from: State) =>
    [...from.workflows.values()].flatMap((workflow) =>
      [...workflow.timers].flatMap(([timerId, timer]) =>
        timer.status === 'STARTED'
          ? [{ at: timer.fireAt, ids: [workflow.id, timerId], workflowId: workflow.id, timerId, timer }]
          : [],
      ),
    );
  const found = due(started(state), moment.now, limit);
  const after = found.reduce((each, { workflowId, timerId, timer }) => {
    const workflow = each.workflows.get(workflowId);
    if (!workflow) return each;
    const ignored = isTooLate(each, workflowId);
    const timers = put(workflow.timers, timerId, { ...timer, status: 'FIRED' as const, ignored });
    const fired = putWorkflow(each, { ...workflow, timers });
    return tell(fired, workflowId, moment.now, { type: 'TIMER_FIRED', data: { timerId } });
  }, state);
  const next = earliest(started(after).map(({ at }) => at));
  return swept(after, { count: found.length, found: found.length, limit }, moment, next);
}

/** Promises that nobody settled in time are given up. */
export function expirePromises(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const open = (from: State) =>
    [...from.workflows.values()].flatMap((workflow) =>
      [...workflow.promises].flatMap(([name, promise]) =>
        promise.status === 'CREATED' && promise.timeoutAt !== undefined
          ? [{ at: promise.timeoutAt, ids: [workflow.id, name], workflowId: workflow.id, name, promise }]
          : [],
      ),
    );
  const found = due(open(state), moment.now, limit);
  const after = found.reduce((each, { workflowId, name, promise }) => {
    const workflow = each.workflows.get(workflowId);
    if (!workflow) return each;
    const ignored = isTooLate(each, workflowId);
    const promises = put(workflow.promises, name, { ...promise, status: 'TIMED_OUT' as const, ignored });
    const expired = putWorkflow(each, { ...workflow, promises });
    return tell(expired, workflowId, moment.now, { type: 'PROMISE_TIMED_OUT', data: { name } });
  }, state);
  const next = earliest(open(after).map(({ at }) => at));
  return swept(after, { count: found.length, found: found.length, limit }, moment, next);
}

/** Tasks that did not end in time have failed. */
export function expireDeadlines(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const open = (from: State) =>
    [...from.tasks.values()].flatMap((task) =>
      task.deadlineAt !== undefined && !isTaskEnded(task.status)
        ? [{ at: task.deadlineAt, ids: [task.id], task }]
        : [],
    );
  const found = due(open(state), moment.now, limit);
  const after = found.reduce((each, { task }) => fail(each, task, TIMED_OUT, false, moment.now).state, state);
  const next = earliest(open(after).map(({ at }) => at));
  return swept(after, { count: found.length, found: found.length, limit }, moment, next);
}

/** Workflows whose leases are over can be claimed again; attempts whose leases are over have failed. */
export function reclaimLeases(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const { now } = moment;
  const leased = [...state.workflows.values()].flatMap((workflow) =>
    workflow.lease ? [{ at: workflow.lease.expiresAt, ids: [workflow.id], workflow }] : [],
  );
  const workflows = due(leased, now, limit);
  const released = workflows.reduce((each, { workflow: { lease, ...workflow } }) => {
    return putWorkflow(each, { ...workflow, status: claimable(workflow), updatedAt: now });
  }, state);
  const running = [...released.tasks.values()].flatMap((task) =>
    task.status === 'RUNNING' && task.lease ? [{ at: task.lease.expiresAt, ids: [task.id], task }] : [],
  );
  const tasks = due(running, now, limit);
  const after = tasks.reduce((each, { task }) => {
    return fail(each, task, ABANDONED, task.attempt <= task.retry.retries, now).state;
  }, released);
  const isMore = workflows.length === limit || tasks.length === limit;
  const count = workflows.length + tasks.length;
  return { state: after, answer: isMore ? { count, nextInMs: 0 } : { count } };
}

/** Keys whose time is over are forgotten. */
export function forgetKeys(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const held = [...state.keys].map(([name, { expiresAt }]) => ({ at: expiresAt, ids: [name], name }));
  const found = due(held, moment.now, limit);
  const keys = found.reduce((each, { name }) => without(each, name), state.keys);
  return swept({ ...state, keys }, { count: found.length, found: found.length, limit }, moment);
}
