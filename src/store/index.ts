export {
  type ChildAddress,
  type ChildEnd,
  childrenToCancel,
  insertChildLinks,
  insertChildren,
  isChildToCancel,
  setChildEnded,
  setChildrenCancelled,
  setChildTold,
  setParentTold,
  untoldChildren,
  untoldEnd,
} from './child-workflow.ts';
export { claimIdempotencyKey, deleteExpiredKeys, isKeyHeld } from './idempotency-key.ts';
export { migrate, type Migration, migrations } from './migrate.ts';
export {
  duePromises,
  insertPromises,
  isSettledAs,
  nextPromiseTimeout,
  type PromiseAddress,
  setPromiseTimedOut,
  type Settlement,
  settlePromise,
} from './promise.ts';
export {
  databaseTime,
  deleteScheduleRow,
  insertScheduleRun,
  lockDueSchedule,
  nextSchedule,
  openRuns,
  putScheduleRow,
  runsToCancel,
  type Schedule,
  type ScheduledWorkflow,
  selectRuns,
  selectSchedule,
  setNextRun,
  setRunsToCancel,
  setRunTold,
} from './schedule.ts';
export {
  abandonedAttempts,
  type Attempt,
  type ClaimedTask,
  claimTask,
  completeAttempt,
  describeTask,
  expiredTasks,
  extendLease,
  failAttempt,
  insertTasks,
  type LockedTask,
  lockTask,
  nextDeadline,
  retryAttempt,
  setTaskExpired,
  setTaskCancelled,
  setTasksCancelled,
} from './task-execution.ts';
export {
  dueTimers,
  insertTimers,
  nextTimer,
  setTimerFired,
  setTimersCancelled,
  type TimerAddress,
  timerStatus,
} from './timer.ts';
export { type Capabilities, putWorker } from './worker.ts';
export { appendEvents, beginHistories, selectEvents } from './workflow-event.ts';
export {
  abandonedWorkflows,
  claimWorkflow,
  describeWorkflow,
  endActivation,
  insertWorkflow,
  type LockedWorkflow,
  lockWorkflow,
  lockWorkflowOfTask,
  type NewWorkflow,
  reclaimWorkflow,
  selectWorkflows,
  setCancelRequested,
  setWorkflowCancelled,
  wakeWorkflow,
  type WorkflowRow,
  workflowExists,
} from './workflow-execution.ts';
export { changeState, selectState } from './workflow-state.ts';
export {
  claimableTaskQueues,
  claimableWorkflowQueues,
  type TaskNews,
  tasksNow,
  type WorkflowNews,
  workflowsNow,
} from './news.ts';
export { countStatuses } from './status-counts.ts';
