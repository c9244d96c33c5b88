import type { Behaviour } from './behaviour.ts';
import { CANCELLATION } from './cancellation.ts';
import { CHILDREN } from './children.ts';
import { CONCURRENCY } from './concurrency.ts';
import { LEASES } from './leases.ts';
import { PARALLEL_TASKS } from './parallel-tasks.ts';
import { PROMISES } from './promises.ts';
import { REPLAY } from './replay.ts';
import { RETRIES_AND_DEADLINES } from './retries-and-deadlines.ts';
import { SCHEDULES } from './schedules.ts';
import { SIGNALS } from './signals.ts';
import { STATE_AND_OPERATIONS } from './state-and-operations.ts';
import { TIMERS } from './timers.ts';

/** Everything that the engine must do wherever it runs. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...PARALLEL_TASKS,
  ...PROMISES,
  ...TIMERS,
  ...CHILDREN,
  ...SIGNALS,
  ...STATE_AND_OPERATIONS,
  ...REPLAY,
  ...CONCURRENCY,
  ...CANCELLATION,
  ...RETRIES_AND_DEADLINES,
  ...LEASES,
  ...SCHEDULES,
];

export type { Behaviour } from './behaviour.ts';
export { behaviourScenario } from './behaviour-scenario.ts';
export { definitionsOf } from './definitions.ts';
