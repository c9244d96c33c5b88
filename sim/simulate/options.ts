import { decodeToken, InvalidTokenError, OWN_CODE, type Recording } from '../campaign/index.ts';
import { SESSION_FAULTS, type SessionFaultName } from '../fault/index.ts';
import { DEFAULT_LIMITS, type Limits } from '../kernel/index.ts';
import type { PoolOptions } from '../pg/index.ts';
import { STRATEGIES, type Strategy, strategyNamed } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { SimulateOptionsError } from './simulate-options-error.ts';
import { TARGETS, type TargetName } from './targets.ts';

/** How a piece of code is simulated. */
export type SimulateOptions = {
  /** What messages and tokens call it; needed where a file has more than one simulation. Default: `simulation`. */
  readonly name?: string;
  /** SQL that makes the tables: each text may be several statements. Not needed where `target` is booted already. */
  readonly schema?: string | readonly string[];
  /** The database under test: the name of one, or one that is booted and stays open. Default: `pglite`. */
  readonly target?: TargetName | Target;
  /** What the seeds of all runs grow from. The same seed, the same runs. Default: `skein`. */
  readonly seed?: string;
  /** How many runs. Default: 200. */
  readonly runs?: number;
  /** Exactly these seeds, in place of `seed` and `runs`. */
  readonly seeds?: readonly string[];
  /** How schedules are searched: the name of a strategy, or one of your own. Default: `portfolio`. */
  readonly strategy?: string | Strategy;
  /**
   * What goes wrong with connections and statements, up to three times in a run: faults by their names, or `swarm` for
   * some of them, drawn for each run. They happen while actors are at work: the body prepares and asserts in peace.
   * Default: `none`.
   */
  readonly faults?: SimulateFaults;
  /** After how many failed runs to stop. Default: 1. */
  readonly bail?: number;
  /**
   * How long a run may go on: so many steps, or virtual milliseconds, in any order; then so many more in which whoever
   * has waited longest goes first. Default: 20,000 steps and a day, twice.
   */
  readonly limits?: Partial<Limits>;
  /** In how many more runs, at most, a failed one is made simpler; 0: not at all. Default: 100. */
  readonly shrinkRuns?: number;
  /** Options of `world.pool`. */
  readonly pool?: PoolOptions;
  /** The token of a run to do again, in place of all others. Default: `SKEIN_REPLAY` of the environment. */
  readonly replay?: string;
};

/** Whether faults happen: none at all, some drawn for each run, or these. */
export type SimulateFaults = 'none' | 'swarm' | readonly SessionFaultName[];

/** Options that can be relied on. */
export type Settings = {
  readonly name: string;
  readonly schema: readonly string[];
  readonly target: TargetName | Target;
  readonly seeds: Iterable<string>;
  readonly strategy: Strategy;
  readonly faults: SimulateFaults;
  readonly bail: number;
  readonly limits: Limits;
  readonly shrinkRuns: number;
  readonly pool: PoolOptions;
  /** The run to do again, if one is asked for; `other` if that is one of another simulation. */
  readonly replay: Recording | 'other' | undefined;
};

const DAY_MS = 86_400_000;

/** @throws {SimulateOptionsError} for the first option that makes no sense. */
export function settingsOf(options: SimulateOptions): Settings {
  const {
    name = 'simulation',
    schema = [],
    target = 'pglite',
    seed = 'skein',
    runs = 200,
    bail = 1,
    shrinkRuns = 100,
  } = options;
  if (typeof target === 'string' && !Object.hasOwn(TARGETS, target)) {
    throw new SimulateOptionsError(`unknown target "${target}": known: ${Object.keys(TARGETS).join(', ')}`);
  }
  if (typeof target === 'string' && schema.length === 0) {
    throw new SimulateOptionsError('schema is missing: the SQL that makes the tables of your code');
  }
  if (typeof target === 'object' && schema.length > 0) {
    throw new SimulateOptionsError('schema cannot be given besides a booted target: boot the target with it');
  }
  if (options.seeds?.length === 0)
    throw new SimulateOptionsError('seeds are none: a simulation needs one at least');
  return {
    name,
    schema: typeof schema === 'string' ? [schema] : schema,
    target,
    seeds: options.seeds ?? seedsFrom(seed, count('runs', runs)),
    strategy: strategyOf(options.strategy ?? 'portfolio'),
    faults: faultsOf(options.faults ?? 'none'),
    bail: bail === Number.POSITIVE_INFINITY ? bail : count('bail', bail),
    limits: { ...DEFAULT_LIMITS, chaosMs: DAY_MS, healingMs: DAY_MS, ...options.limits },
    shrinkRuns: shrinkRuns === 0 ? 0 : count('shrinkRuns', shrinkRuns),
    pool: { ...options.pool, max: count('pool.max', options.pool?.max ?? 10) },
    replay: recordingOf(options, name),
  };
}

function count(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new SimulateOptionsError(`${option} takes a whole number from 1 on, not ${String(value)}`);
}

function* seedsFrom(base: string, runs: number): Iterable<string> {
  for (let index = 0; index < runs; index += 1) yield `${base}/${index}`;
}

function strategyOf(strategy: string | Strategy): Strategy {
  if (typeof strategy === 'object') return strategy;
  const known = strategyNamed(strategy);
  if (known) return known;
  const names = STRATEGIES.map(({ name }) => name).join(', ');
  throw new SimulateOptionsError(`unknown strategy "${strategy}": known: ${names}`);
}

function faultsOf(faults: SimulateFaults): SimulateFaults {
  if (faults === 'none' || faults === 'swarm') return faults;
  const known: readonly string[] = SESSION_FAULTS;
  const list: readonly string[] = typeof faults === 'string' ? [faults] : faults; // whatever JavaScript gives
  const unknown = list.find((each) => !known.includes(each));
  if (unknown === undefined) return faults;
  throw new SimulateOptionsError(`unknown fault "${unknown}": known: none, swarm, or of ${known.join(', ')}`);
}

function recordingOf({ replay, target }: SimulateOptions, name: string): Settings['replay'] {
  const token = replay ?? (process.env['SKEIN_REPLAY'] || undefined);
  if (token === undefined) return undefined;
  const origin = replay === undefined ? 'SKEIN_REPLAY' : 'replay';
  const recording = decode(origin, token);
  const of = recording.scenario.slice(OWN_CODE.length);
  if (!recording.scenario.startsWith(OWN_CODE)) {
    throw new SimulateOptionsError(`${origin} holds a token of the engine's: npx skein replay takes it`);
  }
  if (of !== name) {
    if (replay === undefined) return 'other';
    throw new SimulateOptionsError(`replay holds a token of "${of}", and this is "${name}"`);
  }
  const here = typeof target === 'object' ? target.name : (target ?? 'pglite');
  if (recording.target === here) return recording;
  throw new SimulateOptionsError(
    `${origin} holds a token of target ${recording.target}, and this is ${here}`,
  );
}

function decode(origin: string, token: string): Recording {
  try {
    return decodeToken(token);
  } catch (cause) {
    if (!(cause instanceof InvalidTokenError)) throw cause;
    throw new SimulateOptionsError(`${origin}: ${cause.message}`, { cause });
  }
}
