import type { Sql } from '../../src/ports/index.ts';
import * as store from '../../src/store/index.ts';

/** How a function of the store is made to send its statements. */
export type Specimen = {
  /** Why its statements are not altered: what they read decides nothing. */
  readonly outside?: string;
  /** Rows that its statements are answered with, one after the other; one row without columns, where there is none. */
  readonly answers?: readonly (readonly object[])[];
  readonly call: (sql: Sql) => Promise<unknown>;
};

/** The functions of the store that send statements. Migrations run before there is an engine: they are none of it. */
type SendingFunctions = {
  [Name in Exclude<keyof typeof store, 'migrate'> as (typeof store)[Name] extends (
    sql: Sql,
    ...rest: never
  ) => Promise<unknown>
    ? Name
    : never]: unknown;
};

const CLIENTS = 'read for clients: nothing is decided by it';
const NEWS = 'read for whoever waits for news: workers and clients look anyway';
const WHEN = 'read to know when to look next: what is then found is looked for again';
const CLOCK = 'reads the time alone';

const attempt = { taskId: 't', attempt: 1, token: 'token' };
const child = { workflowId: 'w', childId: 'c' };
const claim = { queues: ['q'], kinds: ['k'], worker: 'worker', token: 'token', leaseMs: 1 };
const key = { scope: 's', key: 'k', owner: 'o' };
const failure = { name: 'Error', message: 'no' };
const promise = { workflowId: 'w', name: 'p' };
const timer = { workflowId: 'w', timerId: 't' };
const retry = { retries: 1, initialDelay: 1, maxDelay: 1 };
const schedule = { id: 's', times: {}, kind: 'k', queue: 'q', overlap: 'SKIP', missed: 'SKIP' } as const;
const event = { type: 'WORKFLOW_CANCELLED', data: {} } as const;

/** Every function of the store that sends statements: the compiler sees to it that none is missing. */
export const SPECIMENS: Readonly<Record<keyof SendingFunctions, Specimen>> = {
  abandonedAttempts: { call: (sql) => store.abandonedAttempts(sql, 1) },
  abandonedWorkflows: { call: (sql) => store.abandonedWorkflows(sql, 1) },
  appendEvents: { answers: [[{ sequence: 1 }]], call: (sql) => store.appendEvents(sql, 'w', [event]) },
  beginHistories: { call: (sql) => store.beginHistories(sql, [{ workflowId: 'w', event }]) },
  changeState: {
    call: (sql) =>
      store.changeState(sql, 'w', [
        { type: 'SET_STATE', key: 'k', value: 1 },
        { type: 'CLEAR_STATE', key: 'l' },
      ]),
  },
  childrenToCancel: { call: (sql) => store.childrenToCancel(sql, 1) },
  claimIdempotencyKey: {
    answers: [[], [{ owner: 'other' }]],
    call: (sql) => store.claimIdempotencyKey(sql, key),
  },
  claimTask: { call: (sql) => store.claimTask(sql, claim) },
  claimWorkflow: { call: (sql) => store.claimWorkflow(sql, claim) },
  claimableTaskQueues: { outside: NEWS, call: (sql) => store.claimableTaskQueues(sql) },
  claimableWorkflowQueues: { outside: NEWS, call: (sql) => store.claimableWorkflowQueues(sql) },
  completeAttempt: { call: (sql) => store.completeAttempt(sql, attempt, undefined, false) },
  countStatuses: {
    outside: 'read for metrics: nothing is decided by it',
    answers: [[{ pages: 1_000_000 }]], // of which not all are looked at
    call: async (sql) => {
      await store.countStatuses(sql, 'workflows');
      await store.countStatuses(sql, 'tasks');
    },
  },
  databaseTime: { outside: CLOCK, call: (sql) => store.databaseTime(sql) },
  deleteExpiredKeys: { call: (sql) => store.deleteExpiredKeys(sql, 1) },
  deleteScheduleRow: { call: (sql) => store.deleteScheduleRow(sql, 's') },
  describeTask: { outside: CLIENTS, call: (sql) => store.describeTask(sql, 't') },
  describeWorkflow: { outside: CLIENTS, call: (sql) => store.describeWorkflow(sql, 'w') },
  duePromises: { call: (sql) => store.duePromises(sql, 1) },
  dueTimers: { call: (sql) => store.dueTimers(sql, 1) },
  endActivation: {
    call: (sql) =>
      store.endActivation(sql, {
        id: 'w',
        token: 'token',
        status: 'WAITING',
        output: undefined,
        error: undefined,
      }),
  },
  expiredTasks: { call: (sql) => store.expiredTasks(sql, 1) },
  extendLease: { call: (sql) => store.extendLease(sql, attempt, 1, undefined) },
  failAttempt: { call: (sql) => store.failAttempt(sql, attempt, failure, false) },
  insertChildLinks: {
    call: (sql) => store.insertChildLinks(sql, 'w', [{ childId: 'c', status: 'STARTED' }]),
  },
  insertChildren: {
    call: (sql) =>
      store.insertChildren(sql, 'w', [{ type: 'START_CHILD', childId: 'c', kind: 'k', queue: 'q' }]),
  },
  insertPromises: { call: (sql) => store.insertPromises(sql, 'w', [{ type: 'CREATE_PROMISE', name: 'p' }]) },
  insertScheduleRun: {
    call: (sql) => store.insertScheduleRun(sql, 's', { runAt: 1, type: 'SKIPPED', workflowId: null }),
  },
  insertTasks: {
    call: (sql) => store.insertTasks(sql, 'w', [{ taskId: 't', kind: 'k', queue: 'q', retry }]),
  },
  insertTimers: {
    call: (sql) => store.insertTimers(sql, 'w', [{ type: 'START_TIMER', timerId: 't', delayMs: 1 }]),
  },
  insertWorkflow: {
    call: (sql) =>
      store.insertWorkflow(sql, {
        id: 'w',
        kind: 'k',
        version: undefined,
        queue: 'q',
        priority: 0,
        input: undefined,
      }),
  },
  isChildToCancel: { call: (sql) => store.isChildToCancel(sql, child) },
  isKeyHeld: { call: (sql) => store.isKeyHeld(sql, 's', 'k') },
  isSettledAs: { call: (sql) => store.isSettledAs(sql, promise, { status: 'RESOLVED' }) },
  lockDueSchedule: { call: (sql) => store.lockDueSchedule(sql) },
  lockTask: { call: (sql) => store.lockTask(sql, 't') },
  lockWorkflow: { call: (sql) => store.lockWorkflow(sql, 'w') },
  lockWorkflowOfTask: { call: (sql) => store.lockWorkflowOfTask(sql, 't') },
  nextDeadline: { outside: WHEN, call: (sql) => store.nextDeadline(sql) },
  nextPromiseTimeout: { outside: WHEN, call: (sql) => store.nextPromiseTimeout(sql) },
  nextSchedule: { outside: WHEN, call: (sql) => store.nextSchedule(sql) },
  nextTimer: { outside: WHEN, call: (sql) => store.nextTimer(sql) },
  openRuns: { call: (sql) => store.openRuns(sql, 's') },
  putScheduleRow: { call: (sql) => store.putScheduleRow(sql, schedule, 1) },
  putWorker: { call: (sql) => store.putWorker(sql, 'w', { queues: [], workflows: [], tasks: [] }) },
  reclaimWorkflow: { call: (sql) => store.reclaimWorkflow(sql, 'w') },
  retryAttempt: { call: (sql) => store.retryAttempt(sql, attempt, failure, 1) },
  runsToCancel: { call: (sql) => store.runsToCancel(sql, 1) },
  selectEvents: { call: (sql) => store.selectEvents(sql, 'w', 0) },
  selectRuns: { outside: CLIENTS, call: (sql) => store.selectRuns(sql, 's', 1) },
  selectSchedule: { outside: CLIENTS, call: (sql) => store.selectSchedule(sql, 's') },
  selectState: { outside: CLIENTS, call: (sql) => store.selectState(sql, 'w') },
  selectWorkflows: {
    outside: CLIENTS,
    call: (sql) =>
      store.selectWorkflows(sql, { status: null, kind: null, idPrefix: '', after: '', limit: 1 }),
  },
  setCancelRequested: { call: (sql) => store.setCancelRequested(sql, 'w') },
  setChildEnded: { call: (sql) => store.setChildEnded(sql, child, 'COMPLETED', false) },
  setChildTold: { call: (sql) => store.setChildTold(sql, child) },
  setChildrenCancelled: { call: (sql) => store.setChildrenCancelled(sql, 'w', ['c']) },
  setNextRun: { call: (sql) => store.setNextRun(sql, 's', 1) },
  setParentTold: { call: (sql) => store.setParentTold(sql, 'c') },
  setPromiseTimedOut: { call: (sql) => store.setPromiseTimedOut(sql, promise, false) },
  setRunTold: { call: (sql) => store.setRunTold(sql, { scheduleId: 's', workflowId: 'w' }) },
  setRunsToCancel: { call: (sql) => store.setRunsToCancel(sql, 's', ['w']) },
  setTaskCancelled: { call: (sql) => store.setTaskCancelled(sql, 't', null, false) },
  setTaskExpired: { call: (sql) => store.setTaskExpired(sql, 't', failure, false) },
  setTasksCancelled: { call: (sql) => store.setTasksCancelled(sql, 'w', ['t']) },
  setTimerFired: { call: (sql) => store.setTimerFired(sql, timer, false) },
  setTimersCancelled: { call: (sql) => store.setTimersCancelled(sql, 'w', ['t']) },
  setWorkflowCancelled: { call: (sql) => store.setWorkflowCancelled(sql, 'w') },
  settlePromise: { call: (sql) => store.settlePromise(sql, promise, { status: 'RESOLVED' }, false) },
  tasksNow: { outside: NEWS, call: (sql) => store.tasksNow(sql, ['t']) },
  timerStatus: { call: (sql) => store.timerStatus(sql, timer) },
  untoldChildren: { call: (sql) => store.untoldChildren(sql, 1) },
  untoldEnd: { call: (sql) => store.untoldEnd(sql, 'c') },
  wakeWorkflow: { call: (sql) => store.wakeWorkflow(sql, 'w') },
  workflowExists: { outside: CLIENTS, call: (sql) => store.workflowExists(sql, 'w') },
  workflowsNow: { outside: NEWS, call: (sql) => store.workflowsNow(sql, ['w']) },
};
