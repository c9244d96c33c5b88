import { cancelledAwaitHangs } from './cancelled-await-hangs.ts';
import { claimWithoutLock } from './claim-without-lock.ts';
import { clearRepeated } from './clear-repeated.ts';
import { clockOfActivation } from './clock-of-activation.ts';
import { deadWorkerForgotten } from './dead-worker-forgotten.ts';
import type { Defect } from './defect.ts';
import { fiveRetries } from './five-retries.ts';
import { keyCheckedThenClaimed } from './key-checked-then-claimed.ts';
import { lastCommandsDropped } from './last-commands-dropped.ts';
import { operationCachedByName } from './operation-cached-by-name.ts';
import { oppositeLockOrders } from './opposite-lock-orders.ts';
import { pendingChildUndelivered } from './pending-child-undelivered.ts';
import { promiseResolvedTwice } from './promise-resolved-twice.ts';
import { reclaimDespiteHeartbeat } from './reclaim-despite-heartbeat.ts';
import { resumeOverwritesCancelling } from './resume-overwrites-cancelling.ts';
import { scheduleAdvancedFirst } from './schedule-advanced-first.ts';
import { sequenceFromRow } from './sequence-from-row.ts';
import { signalWhileRunningLost } from './signal-while-running-lost.ts';
import { statePreloaded } from './state-preloaded.ts';
import { timeoutDespiteResolution } from './timeout-despite-resolution.ts';
import { timerFiredThoughCancelled } from './timer-fired-though-cancelled.ts';
import { unlockedCompletion } from './unlocked-completion.ts';
import { unlockedSubmit } from './unlocked-submit.ts';

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

/** Every defect that can be planted. */
export const DEFECTS: readonly Defect[] = [
  sequenceFromRow,
  fiveRetries,
  unlockedCompletion,
  unlockedSubmit,
  ...OTHERS,
];

export type { Defect, Planted, Showing } from './defect.ts';
