import type { SkeinConfig } from '../../config/index.ts';
import { FAULTS } from '../../fault/index.ts';
import { STRATEGIES, strategyNamed } from '../../strategy/index.ts';
import { namesOf } from '../choose-named.ts';
import { REPORTERS } from '../reporter/index.ts';
import {
  count,
  duration,
  oneOf,
  path,
  pathOrNone,
  pathOrPaths,
  postgresUrl,
  someOf,
  text,
  yesOrNo,
} from './kind.ts';
import { scenarioList } from './scenario-list.ts';
import { type Setting, SettingOption } from './setting.ts';

/** Options about the engine's scenarios, which races on several targets do not have. */
const unless = ['targets'] as const;

/** Where the size of a run comes from. */
const SIZE = "the scenario's";

/** Every setting, by its key in the configuration. */
export const SETTINGS: {
  readonly [Key in keyof Required<SkeinConfig>]: Setting<NonNullable<SkeinConfig[Key]>>;
} = {
  scenarios: {
    flags: '--scenario <names...>',
    what: 'scenarios to run, in turns',
    usually: 'all',
    takes: scenarioList,
    unless,
  },
  tasks: { flags: '--tasks <n>', what: 'tasks in each run', usually: SIZE, takes: count, unless },
  workers: { flags: '--workers <n>', what: 'workers in each run', usually: SIZE, takes: count, unless },
  servers: {
    flags: '--servers <n>',
    what: 'server replicas in each run',
    usually: SIZE,
    takes: count,
    unless,
  },
  seed: {
    flags: '--seed <text>',
    what: 'grow the seeds of all runs from this one',
    usually: 'random, and printed',
    takes: text,
    unless: ['seeds'],
  },
  runs: {
    flags: '--runs <n>',
    what: 'how many runs',
    usually: '1000, or no limit with --for',
    takes: count,
    unless: ['seeds', 'for'],
  },
  for: {
    flags: '--for <duration>',
    what: 'begin no run after this time: 30s, 5m, 2h',
    takes: duration,
    unless: ['seeds', 'runs'],
  },
  jobs: {
    flags: '--jobs <n>',
    what: 'so many workers make runs at a time, each in a thread',
    usually: 'one, in the main thread',
    takes: count,
    unless,
  },
  strategy: {
    flags: '--strategy <name>',
    what: 'how schedules are searched',
    usually: 'portfolio; random for --targets',
    takes: oneOf(namesOf(STRATEGIES), (name) => strategyNamed(name) !== undefined),
    unless,
  },
  target: {
    flags: '--target <name>',
    what: 'the database under test',
    default: 'pglite',
    takes: oneOf(['pglite', 'postgres']),
    unless: ['targets', 'resume'],
  },
  databaseUrl: {
    flags: '--database-url <url>',
    what: 'for target postgres: a server that runs already, as a superuser',
    takes: postgresUrl,
    variable: 'SKEIN_TEST_DATABASE_URL', // SKEIN_DATABASE_URL is where skein serve keeps what counts
  },
  faults: {
    flags: '--faults <names>',
    what: 'what goes wrong: swarm (drawn for each run), none, or names: crash-worker,lost-answer',
    usually: 'swarm; none for scenarios of your own',
    takes: someOf(
      FAULTS.map(({ name }) => name),
      ['swarm', 'none'],
    ),
    unless,
  },
  bail: { flags: '--bail [n]', what: 'stop after n runs that broke a law (n: 1)', takes: count },
  secondOpinion: {
    flags: '--second-opinion <name>',
    what: 'ask another database what each run must have left: pg-mem',
    takes: oneOf(['pg-mem']),
    unless,
  },
  shrink: { flags: '--no-shrink', what: 'leave findings as they were found', takes: yesOrNo, unless },
  shrinkFor: {
    flags: '--shrink-for <duration>',
    what: 'how long each finding may be shrunk',
    usually: '10s',
    takes: duration,
    unless,
  },
  corpus: {
    flags: '--corpus <dir>',
    what: 'run the findings kept there first',
    usually: 'sim/corpus, if it is there',
    takes: pathOrNone,
    unless,
  },
  reporter: {
    flags: '--reporter <names...>',
    what: `one or several of ${namesOf(REPORTERS).join(', ')}`,
    default: 'default',
    takes: someOf(namesOf(REPORTERS), namesOf(REPORTERS)),
    unless,
  },
  outputFile: {
    flags: '--outputFile <file>',
    what: 'where the reporter writes; one of several: --outputFile.junit <file>',
    takes: pathOrPaths,
    unless: ['reporter', 'targets'],
  },
  out: { flags: '--out <file>', what: 'also write the JSON report to a file', takes: path },
  nights: {
    flags: '--out <dir>',
    what: 'the folder of all nights and their index',
    default: 'reports/nightly',
    takes: path,
    variable: 'SKEIN_NIGHTS',
  },
};

/** The options of reporters' own files, one each. They are not shown: the one of all of them says that they exist. */
export function outputFileOptions(): readonly SettingOption[] {
  const { what, unless: others = [] } = SETTINGS.outputFile;
  return namesOf(REPORTERS).map((name) => {
    const flags = `--outputFile.${name} <file>`;
    const option = new SettingOption(`outputFile.${name}`, { flags, what, takes: path, unless: others });
    option.hideHelp();
    return option;
  });
}

/** The setting of a key. */
export function settingOf(key: string): Setting<unknown> | undefined {
  return Object.entries(SETTINGS).find(([each]) => each === key)?.[1];
}

/**
 * The option of a setting, for a command that has it.
 *
 * @param changes where it means something else to this command
 */
export function settingOption(
  key: keyof SkeinConfig,
  changes: Partial<Pick<Setting<unknown>, 'what' | 'default' | 'usually' | 'unless'>> = {},
): SettingOption {
  return new SettingOption(key, { ...SETTINGS[key], ...changes });
}
