import { UsageError } from '../../src/cli/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import { blobOf, buildId, recordOf } from '../campaign/index.ts';
import type { OwnScenario } from '../config/index.ts';
import type { CampaignHeading } from '../record/index.ts';
import { SCENARIOS, type Size } from '../scenario/index.ts';
import { type Assignment, resolve } from './assignment.ts';
import { conduct } from './conduct.ts';
import { corpusRecordOf, keptFindings } from './corpus.ts';
import { differentialCommand } from './differential-command.ts';
import { exitCodeFor } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { runOwn } from './own/run-own.ts';
import { parseFaults } from './parse-faults.ts';
import { parseCount, parseDuration } from './parse.ts';
import { chooseReporters, type ReporterFlags } from './reporter/index.ts';
import { seedsOf } from './seeds.ts';
import { checkShard, shardOf } from './shard.ts';
import { termsOf } from './terms.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein run`, as commander gives them. */
export type RunFlags = ReporterFlags & {
  readonly scenario?: readonly string[];
  readonly tasks?: string;
  readonly workers?: string;
  readonly servers?: string;
  readonly jobs?: string;
  readonly seed?: string;
  readonly seeds?: string;
  readonly runs?: string;
  readonly for?: string;
  readonly strategy?: string;
  readonly target: string;
  readonly targets?: string;
  readonly databaseUrl?: string;
  readonly faults?: string;
  readonly defect?: string;
  readonly secondOpinion?: string;
  readonly bail?: string | true;
  /** False for `--no-shrink`. */
  readonly shrink?: boolean;
  readonly shrinkFor?: string;
  /** False for `--no-corpus`. */
  readonly corpus?: string | boolean;
  readonly shard?: string;
  /** Scenarios that the configuration brings, in place of the engine's. */
  readonly own?: readonly OwnScenario[];
  readonly color: boolean;
};

/** The most tasks and actors a run can have before a schedule is longer than its limits. */
const MOST_TASKS = 500;
const MOST_ACTORS = 64;

/** How long each finding may be shrunk. */
const SHRINK_FOR = '10s';
/** What goes wrong. */
const FAULTS = 'swarm';

/** Runs a campaign and tells it. @returns the exit code. */
export async function runCommand(flags: RunFlags): Promise<number> {
  if (flags.targets !== undefined) return await differentialCommand(flags, flags.targets);
  if (flags.own && !isOfTheEngine(flags.scenario)) return await runOwn(flags, flags.own);
  const terminal = processTerminal(flags.color);
  const assignment = assignmentOf(flags);
  const { scenarios, strategy } = resolve(assignment);
  const jobs = flags.jobs === undefined ? undefined : parseCount('--jobs', flags.jobs);
  if (strategy.begin && (jobs ?? 1) > 1) {
    throw new UsageError(
      `--strategy ${strategy.name} learns from the runs before: it goes with --jobs 1 alone`,
    );
  }
  const sharded = shardOf(flags.shard, process.env);
  if (sharded) checkShard(sharded, { ...flags, strategy });
  const seeds = seedsOf(flags);
  const budgetMs = flags.for === undefined ? undefined : parseDuration('--for', flags.for);
  const bail =
    flags.bail === undefined ? undefined : parseCount('--bail', flags.bail === true ? '1' : flags.bail);
  // One shard is enough for these: it is as if one machine had run them.
  const kept = sharded && sharded.shard.index > 1 ? [] : keptFindings(flags.corpus, scenarios);
  const make = await chooseReporters(flags);
  const heading: CampaignHeading = {
    build: buildId(),
    targets: [assignment.target],
    strategy: strategy.name,
    scenarios: scenarios.map(({ name }) => name),
    faults: flags.faults ?? FAULTS,
    defect: assignment.defect ?? null,
    seeds: seeds.title,
    shard: sharded?.shard ?? null,
    missingShards: [],
    workers: jobs ?? 1,
  };

  if (sharded && sharded.by !== '--shard') {
    terminal.note(`shard ${sharded.shard.index}/${sharded.shard.of}, by ${sharded.by}`);
  }
  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  try {
    const reporter = make(terminal);
    const { part, corpus } = await conduct(
      { assignment, jobs, kept, seeds: seeds.seeds, shard: sharded?.shard, budgetMs, bail },
      { ...reporter, onReady: () => reporter.begin(heading) },
      terminal.note,
      interruption.signal,
    );
    const record = recordOf(heading, part, corpusRecordOf(corpus));
    reporter.end(record, () => blobOf(record, part, termsOf(flags)));
    return exitCodeFor(record);
  } finally {
    stop();
  }
}

/** What the flags say is to be run. @throws {UsageError} when they do not fit. */
function assignmentOf(flags: RunFlags): Assignment {
  return {
    target: flags.target,
    databaseUrl: flags.databaseUrl,
    scenarios: flags.scenario ?? SCENARIOS.map(({ name }) => name),
    size: sizeOf(flags),
    strategy: flags.strategy ?? 'portfolio',
    defect: flags.defect,
    faults: parseFaults(flags.faults ?? FAULTS),
    secondOpinion: flags.secondOpinion,
    shrinkMs:
      flags.shrink === false ? undefined : parseDuration('--shrink-for', flags.shrinkFor ?? SHRINK_FOR),
  };
}

/** Whether the first of some names is a scenario of the engine's: it decides for all. */
function isOfTheEngine([name]: readonly string[] = []): boolean {
  return [...SCENARIOS, ...BEHAVIOUR_SCENARIOS].some((scenario) => scenario.name === name);
}

/** What the flags say of a scenario's size. @throws {UsageError} when a run could not hold it. */
export function sizeOf({
  tasks,
  workers,
  servers,
}: Pick<RunFlags, 'tasks' | 'workers' | 'servers'>): Partial<Size> {
  const bounded = (flag: string, text: string, most: number): number => {
    const value = parseCount(flag, text);
    if (value > most) throw new UsageError(`${flag} ${value} is more than a run can hold: at most ${most}`);
    return value;
  };
  return {
    ...(tasks === undefined ? {} : { tasks: bounded('--tasks', tasks, MOST_TASKS) }),
    ...(workers === undefined ? {} : { workers: bounded('--workers', workers, MOST_ACTORS) }),
    ...(servers === undefined ? {} : { servers: bounded('--servers', servers, MOST_ACTORS) }),
  };
}
