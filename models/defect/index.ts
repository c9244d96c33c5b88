import { allTasksDone } from './all-tasks-done.ts';
import { alwaysResume } from './always-resume.ts';
import { appendAfterEnd } from './append-after-end.ts';
import { cancelledAwaitHangs } from './cancelled-await-hangs.ts';
import { checkThenComplete } from './check-then-complete.ts';
import { claimWithoutLock } from './claim-without-lock.ts';
import { clearRepeated } from './clear-repeated.ts';
import { clockOfActivation } from './clock-of-activation.ts';
import { completeVsCancel } from './complete-vs-cancel.ts';
import { completeVsFail } from './complete-vs-fail.ts';
import { deadWorkerForgotten } from './dead-worker-forgotten.ts';
import type { Defect } from './defect.ts';
import { eventBeforeRow } from './event-before-row.ts';
import { expectedFinal } from './expected-final.ts';
import { failureEventEachTime } from './failure-event-each-time.ts';
import { fiveRetries } from './five-retries.ts';
import { keyCheckedThenClaimed } from './key-checked-then-claimed.ts';
import { lastCommandsDropped } from './last-commands-dropped.ts';
import { latestAfterFinal } from './latest-after-final.ts';
import { noAttemptFencing } from './no-attempt-fencing.ts';
import { noStatusGuard } from './no-status-guard.ts';
import { oneRetryTooMany } from './one-retry-too-many.ts';
import { operationCachedByName } from './operation-cached-by-name.ts';
import { oppositeLockOrders } from './opposite-lock-orders.ts';
import { pendingChildUndelivered } from './pending-child-undelivered.ts';
import { promiseResolvedTwice } from './promise-resolved-twice.ts';
import { recheckBeforeWaiting } from './recheck-before-waiting.ts';
import { recheckOfTasksOnly } from './recheck-of-tasks-only.ts';
import { reclaimDespiteHeartbeat } from './reclaim-despite-heartbeat.ts';
import { resumeOverwritesCancelling } from './resume-overwrites-cancelling.ts';
import { retryOfFinishedTask } from './retry-of-finished-task.ts';
import { rowBeforeEvent } from './row-before-event.ts';
import { scheduleAdvancedFirst } from './schedule-advanced-first.ts';
import { sequenceFromRow } from './sequence-from-row.ts';
import { signalWhileRunningLost } from './signal-while-running-lost.ts';
import { staleSubmit } from './stale-submit.ts';
import { statePreloaded } from './state-preloaded.ts';
import { timeoutDespiteResolution } from './timeout-despite-resolution.ts';
import { timerFiredThoughCancelled } from './timer-fired-though-cancelled.ts';
import { tornBatch } from './torn-batch.ts';
import { unlockedCompletion } from './unlocked-completion.ts';
import { unlockedEnd } from './unlocked-end.ts';
import { unlockedSubmit } from './unlocked-submit.ts';
import { wakeAfterCommit } from './wake-after-commit.ts';

/** One real bug and its four real fixes, each still wrong. */
export const LADDER: readonly Defect[] = [
  sequenceFromRow,
  fiveRetries,
  latestAfterFinal,
  expectedFinal,
  allTasksDone,
];

/** How a task's end is recorded. */
const COMPLETION: readonly Defect[] = [
  unlockedCompletion,
  rowBeforeEvent,
  eventBeforeRow,
  wakeAfterCommit,
  noStatusGuard,
  checkThenComplete,
  completeVsFail,
  completeVsCancel,
  noAttemptFencing,
  retryOfFinishedTask,
  failureEventEachTime,
  oneRetryTooMany,
];

/** How an activation is ended. */
const SUBMISSION: readonly Defect[] = [
  unlockedSubmit,
  staleSubmit,
  tornBatch,
  unlockedEnd,
  appendAfterEnd,
  recheckBeforeWaiting,
  recheckOfTasksOnly,
  alwaysResume,
];

/** Around completions and submissions: timers, promises, children, cancellation, leases, keys, schedules, the SDK. */
const OTHERS: readonly Defect[] = [
  timerFiredThoughCancelled,
  timeoutDespiteResolution,
  promiseResolvedTwice,
  oppositeLockOrders,
  pendingChildUndelivered,
  resumeOverwritesCancelling,
  cancelledAwaitHangs,
  reclaimDespiteHeartbeat,
  claimWithoutLock,
  deadWorkerForgotten,
  keyCheckedThenClaimed,
  scheduleAdvancedFirst,
  statePreloaded,
  clearRepeated,
  lastCommandsDropped,
  clockOfActivation,
  operationCachedByName,
  signalWhileRunningLost,
];

/** Found soon wherever anything is found at all: who does not find it need not be believed when nothing else is found. */
export const CANARY: Defect = unlockedCompletion;

/** Every defect that can be planted. */
export const DEFECTS: readonly Defect[] = [...LADDER, ...COMPLETION, ...SUBMISSION, ...OTHERS];

export type { Defect, Planted, Showing } from './defect.ts';
