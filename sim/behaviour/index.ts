import type { Scenario } from '../scenario/index.ts';
import type { Behaviour } from './behaviour.ts';
import { behaviourScenario } from './behaviour-scenario.ts';
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

const THEMES: readonly (readonly [theme: string, behaviours: readonly Behaviour[]])[] = [
  ['tasks that run beside each other, and beside timers', PARALLEL_TASKS],
  ['promises that somebody outside settles, or nobody', PROMISES],
  ['timers', TIMERS],
  ['workflows that start workflows', CHILDREN],
  ['signals, each read once and in order', SIGNALS],
  ['what a workflow remembers without a task', STATE_AND_OPERATIONS],
  ["what other code may do to a workflow's history", REPLAY],
  ['several workflows and workers at once', CONCURRENCY],
  ['whatever was begun can be given up', CANCELLATION],
  ['tasks that fail, or take too long', RETRIES_AND_DEADLINES],
  ['whoever has a task, has it for a while', LEASES],
  ['workflows that nobody starts but time', SCHEDULES],
];

/** Everything that the engine must do wherever it runs. */
export const BEHAVIOURS: readonly Behaviour[] = THEMES.flatMap(([, behaviours]) => behaviours);

/** Each of them as a scenario. */
export const BEHAVIOUR_SCENARIOS: readonly Scenario[] = THEMES.flatMap(([theme, behaviours]) =>
  behaviours.map((behaviour) => behaviourScenario(behaviour, theme)),
);

export type { Behaviour } from './behaviour.ts';
export { definitionsOf } from './definitions.ts';
