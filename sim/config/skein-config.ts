import type { ActorBody, SimulateOptions } from '../simulate/index.ts';
import type { FaultName } from '../fault/index.ts';

/** A scenario of somebody's own code: what `skein run` runs in a project that has some. */
export type OwnScenario = Pick<SimulateOptions, 'limits' | 'pool'> & {
  /** What messages and tokens call it, and `--scenario`. */
  readonly name: string;
  /** What it is about, in a line. */
  readonly summary?: string;
  /** SQL that makes the tables: each text may be several statements. */
  readonly schema: string | readonly string[];
  /** Called once for every run, on a database that is empty but for the schema. What must hold is what it asserts. */
  readonly body: ActorBody<unknown>;
};

/**
 * What `skein.config.ts` says: the usual values of options of the command line. A variable of the environment wins over
 * it, and a flag over both. Paths are from the folder of the file.
 */
export type SkeinConfig = {
  /** What `skein run` runs: scenarios of your own, or names of the engine's. Default: all of the engine's. */
  readonly scenarios?: readonly OwnScenario[] | readonly string[];
  /** Tasks in each run. Default: the scenario's. */
  readonly tasks?: number;
  /** Workers in each run. Default: the scenario's. */
  readonly workers?: number;
  /** Server replicas in each run. Default: the scenario's. */
  readonly servers?: number;
  /** What the seeds of all runs grow from: the same seed, the same runs. Default: a random one, printed. */
  readonly seed?: string;
  /** How many runs. Default: 1,000, or no limit where there is a limit of time. */
  readonly runs?: number;
  /** No run is begun after this time: `30s`, `5m`, `2h`. Default: no limit. */
  readonly for?: string;
  /** How many workers make runs at a time, each in a thread. Default: one, in the main thread. */
  readonly jobs?: number;
  /** How schedules are searched. Default: `portfolio`. */
  readonly strategy?: string;
  /** The database under test. Default: `pglite`. */
  readonly target?: 'pglite' | 'postgres';
  /** For the target `postgres`: a server that runs already. Default: one of its own. */
  readonly databaseUrl?: string;
  /** What goes wrong: `swarm`, drawn for each run; `none`; or faults by their names. Default: `swarm`, `none` for own scenarios. */
  readonly faults?: 'swarm' | 'none' | readonly FaultName[];
  /** After how many runs that broke a law to stop. Default: never. */
  readonly bail?: number;
  /** Another database that must come to the same histories. Default: none. */
  readonly secondOpinion?: 'pg-mem';
  /** Whether findings are made simpler. Default: true. */
  readonly shrink?: boolean;
  /** How long each finding may be made simpler. Default: `10s`. */
  readonly shrinkFor?: string;
  /** The folder of kept findings, which are run first; false for none. Default: `sim/corpus`, if it is there. */
  readonly corpus?: string | false;
  /** How a campaign is told: by one reporter, or by several. Default: `default`. */
  readonly reporter?: string | readonly string[];
  /** Where reporters write: a file, or one for each of several by its name. Default: to the terminal. */
  readonly outputFile?: string | { readonly [reporter: string]: string };
  /** A file that the JSON report is written to as well. Default: none. */
  readonly out?: string;
  /** The folder of all nights of `skein nightly`. Default: `reports/nightly`. */
  readonly nights?: string;
};

/** Gives a configuration its type: `export default defineConfig({ … })` in `skein.config.ts`. */
export function defineConfig(config: SkeinConfig): SkeinConfig {
  return config;
}

/** Gives a scenario of your own its type, for the configuration's `scenarios`. */
export function defineScenario(scenario: OwnScenario): OwnScenario {
  return scenario;
}
