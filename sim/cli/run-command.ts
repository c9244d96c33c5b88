import { writeFileSync } from 'node:fs';
import { PLANTABLE } from '../../models/mutant/index.ts';
import { buildId, campaign, type CampaignPlan } from '../campaign/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import type { OwnScenario } from '../config/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { keptFindings, runCorpus } from './corpus.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { differentialCommand } from './differential-command.ts';
import { exitCodeFor } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { checkWritable } from './out-file.ts';
import { runOwn } from './own/run-own.ts';
import { parseFaults } from './parse-faults.ts';
import { parseCount, parseDuration } from './parse.ts';
import { type CampaignHeading, jsonReport, REPORTERS } from './reporter/index.ts';
import { seedsOf } from './seeds.ts';
import { checkDatabaseUrl, OPINIONS, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';
import { UsageError } from '../../src/cli/index.ts';

/** The flags of `skein run`, as commander gives them. */
export type RunFlags = {
  readonly scenario?: readonly string[];
  readonly tasks?: string;
  readonly workers?: string;
  readonly servers?: string;
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
  readonly reporter: string;
  readonly out?: string;
  /** Scenarios that the configuration brings, in place of the engine's. */
  readonly own?: readonly OwnScenario[];
  readonly color: boolean;
};

/** The most tasks and actors a run can have before a schedule is longer than its limits. */
const MOST_TASKS = 500;
const MOST_ACTORS = 64;

/** How long each finding may be shrunk. */
const SHRINK_FOR = '10s';

/** Runs a campaign and tells it. @returns the exit code. */
export async function runCommand(flags: RunFlags): Promise<number> {
  if (flags.targets !== undefined) return await differentialCommand(flags, flags.targets);
  if (flags.own && !isOfTheEngine(flags.scenario)) return await runOwn(flags, flags.own);
  const terminal = processTerminal(flags.color);
  const { make } = chooseNamed('reporter', flags.reporter, REPORTERS);
  const strategy = chooseStrategy(flags.strategy ?? 'portfolio');
  const bootTarget = chooseNamed('target', flags.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const defect = flags.defect === undefined ? undefined : chooseNamed('defect', flags.defect, PLANTABLE);
  const faultNames = flags.faults ?? 'swarm';
  const faults = parseFaults(faultNames);
  const bootOpinion =
    flags.secondOpinion === undefined
      ? undefined
      : chooseNamed('second opinion', flags.secondOpinion, OPINIONS);
  const names = flags.scenario ?? SCENARIOS.map((scenario) => scenario.name);
  const [first, ...others] = names.map((name) =>
    chooseNamed('scenario', name, [...SCENARIOS, ...BEHAVIOUR_SCENARIOS]),
  );
  if (!first) throw new UsageError('--scenario needs a name');
  const seeds = seedsOf(flags);
  const budgetMs = flags.for === undefined ? undefined : parseDuration('--for', flags.for);
  const bail =
    flags.bail === undefined ? undefined : parseCount('--bail', flags.bail === true ? '1' : flags.bail);
  const size = sizeOf(flags);
  const shrinkMs =
    flags.shrink === false ? undefined : parseDuration('--shrink-for', flags.shrinkFor ?? SHRINK_FOR);
  const kept = keptFindings(flags.corpus, [first, ...others]);
  if (flags.out !== undefined) checkWritable(flags.out);

  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const target = await bootTarget.boot(ENGINE_SCHEMA, terminal.note, flags.databaseUrl);
  const opinion = await bootOpinion?.boot();
  try {
    const plan: CampaignPlan = {
      target,
      scenarios: [first, ...others],
      size,
      strategy,
      defect,
      faults,
      opinion,
      seeds: seeds.seeds,
      budgetMs,
      bail,
      shrinkMs,
    };
    const heading: CampaignHeading = {
      build: buildId(),
      target: target.name,
      strategy: strategy.name,
      scenarios: names,
      faults: faultNames,
      defect: defect?.name,
      seeds: seeds.title,
    };
    const reporter = make(terminal);
    reporter.begin(heading);
    const keptRuns = await runCorpus(target, kept, interruption.signal);
    reporter.onCorpus(keptRuns);
    const result = await campaign(plan, reporter, interruption.signal);
    reporter.end(result);
    if (flags.out !== undefined) {
      writeFileSync(flags.out, `${JSON.stringify(jsonReport(heading, result, keptRuns), undefined, 2)}\n`);
    }
    return exitCodeFor(result, keptRuns);
  } finally {
    stop();
    await opinion?.close();
    await target.close();
  }
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
}: Pick<RunFlags, 'tasks' | 'workers' | 'servers'>): CampaignPlan['size'] {
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
