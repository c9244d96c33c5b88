import { failureText } from '../../reports/index.ts';
import type { Limits } from '../kernel/index.ts';
import type { PoolOptions } from '../pg/index.ts';
import {
  type ActorBody,
  simulateOnce,
  SimulateOptionsError,
  type SimulateResult,
  SimulationFailedError,
} from '../simulate/index.ts';
import type { Target } from '../target/index.ts';
import { onKeptTarget } from './kept-targets.ts';
import type { PlannedFaults } from './planned-faults.ts';
import type { Schedule } from './schedule.ts';

/** What a run is made on, and what goes wrong in it. */
export type ScheduleRunOptions = {
  /** SQL that makes the tables: each text may be several statements. A PGlite with them is booted once, and kept. */
  readonly schema?: string | readonly string[];
  /** A database under test that is booted already, in place of `schema`. */
  readonly target?: Target;
  /** Options of `world.pool`. */
  readonly pool?: PoolOptions;
  /** What goes wrong. Default: nothing. */
  readonly faults?: PlannedFaults;
  /** How long the run may go on, as in `simulate`. */
  readonly limits?: Partial<Limits>;
  /** What messages and tokens call it. Default: `simulation`. */
  readonly name?: string;
  /** What `world.random`, `Math.random` and the database's randomness grow from. Default: `fast-check`. */
  readonly seed?: string;
};

/** Runs a body once under a schedule, see {@link Schedule.run}. */
export async function runScheduled(
  schedule: Schedule,
  { schema, target, faults, seed = 'fast-check', ...options }: ScheduleRunOptions,
  body: ActorBody<unknown>,
): Promise<void> {
  const makeChooser = (): ReturnType<Schedule['chooser']> =>
    faults ? faults.chooser(schedule.chooser()) : schedule.chooser();
  const runOn = (booted: Target): Promise<SimulateResult> =>
    simulateOnce({ ...options, target: booted }, { seed, makeChooser, scope: faults?.scope }, body);
  const result = await (target ? runOn(given(target, schema)) : onKeptTarget(textsOf(schema), runOn));
  const [failure] = result.failures;
  if (failure) throw new SimulationFailedError(failureText(result, failure), failure);
}

function given(target: Target, schema: ScheduleRunOptions['schema']): Target {
  if (schema === undefined) return target;
  throw new SimulateOptionsError('schema cannot be given besides a booted target: boot the target with it');
}

function textsOf(schema: ScheduleRunOptions['schema']): readonly string[] {
  const texts = typeof schema === 'string' ? [schema] : schema;
  if (texts && texts.length > 0) return texts;
  throw new SimulateOptionsError('schema is missing: the SQL that makes the tables of your code');
}
