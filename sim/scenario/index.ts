import { backlog } from './backlog.ts';
import { calledOff } from './called-off.ts';
import { cancellation } from './cancellation.ts';
import { children } from './children.ts';
import { completions } from './completions.ts';
import { deadlines } from './deadlines.ts';
import { deserted } from './deserted.ts';
import { errands } from './errands.ts';
import { expiringKeys } from './expiring-keys.ts';
import { fanOut } from './fan-out.ts';
import { greetings } from './greetings.ts';
import { heartbeats } from './heartbeats.ts';
import { largeBatch } from './large-batch.ts';
import { lastMoment } from './last-moment.ts';
import { lateSubmit } from './late-submit.ts';
import { leases } from './leases.ts';
import { losers } from './losers.ts';
import { memory } from './memory.ts';
import { overlap } from './overlap.ts';
import { photoFinish } from './photo-finish.ts';
import { promises } from './promises.ts';
import { race } from './race.ts';
import { recall } from './recall.ts';
import { retries } from './retries.ts';
import { sameKey } from './same-key.ts';
import type { Scenario } from './scenario.ts';
import { schedules } from './schedules.ts';
import { selections } from './selections.ts';
import { signals } from './signals.ts';
import { strangers } from './strangers.ts';
import { takeover } from './takeover.ts';
import { timers } from './timers.ts';
import { twins } from './twins.ts';
import { withdrawals } from './withdrawals.ts';

/** Every scenario that can be named. */
export const SCENARIOS: readonly Scenario[] = [
  fanOut,
  race,
  largeBatch,
  timers,
  promises,
  signals,
  children,
  cancellation,
  retries,
  memory,
  schedules,
  leases,
  completions,
  strangers,
  recall,
  backlog,
  overlap,
  expiringKeys,
  losers,
  lateSubmit,
  greetings,
  lastMoment,
  sameKey,
  calledOff,
  heartbeats,
  selections,
  deadlines,
  takeover,
  withdrawals,
  photoFinish,
  errands,
  twins,
  deserted,
];

export type { Claim, FinishedRun } from './claim.ts';
export { type Acknowledgement, Cluster } from './cluster.ts';
export { type BlowDetail, isBlow } from './cluster-blows.ts';
export { expectSame } from './expect.ts';
export { collectEvidence } from './evidence.ts';
export { evidenceSoFar, type WrittenRow } from './evidence-so-far.ts';
export { CALM, type Hazards, type Scenario, type Size } from './scenario.ts';
export { ENGINE_SCHEMA } from './schema.ts';
