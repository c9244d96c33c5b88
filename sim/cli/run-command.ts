import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DEFECTS } from '../../models/defect/index.ts';
import { buildId, campaign, type CampaignPlan } from '../campaign/index.ts';
import { host } from '../kernel/index.ts';
import { SCENARIOS } from '../scenario/index.ts';
import { STRATEGIES } from '../strategy/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT } from './exit-code.ts';
import { parseCount, parseDuration, parseSeeds, seedsFrom } from './parse.ts';
import { type CampaignHeading, jsonReport, REPORTERS } from './reporter/index.ts';
import { OPINIONS, TARGETS } from './targets.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

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
  readonly strategy: string;
  readonly target: string;
  readonly defect?: string;
  readonly secondOpinion?: string;
  readonly bail?: string | true;
  readonly reporter: string;
  readonly out?: string;
  readonly color: boolean;
};

const DEFAULT_RUNS = 1_000;
/** The most tasks and actors a run can have before a schedule is longer than its limits. */
const MOST_TASKS = 500;
const MOST_ACTORS = 64;

/** Runs a campaign and tells it. @returns the exit code. */
export async function runCommand(flags: RunFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const { make } = chooseNamed('reporter', flags.reporter, REPORTERS);
  const strategy = chooseNamed('strategy', flags.strategy, STRATEGIES);
  const bootTarget = chooseNamed('target', flags.target, TARGETS);
  const defect = flags.defect === undefined ? undefined : chooseNamed('defect', flags.defect, DEFECTS);
  const bootOpinion =
    flags.secondOpinion === undefined
      ? undefined
      : chooseNamed('second opinion', flags.secondOpinion, OPINIONS);
  const names = flags.scenario ?? SCENARIOS.map((scenario) => scenario.name);
  const [first, ...others] = names.map((name) => chooseNamed('scenario', name, SCENARIOS));
  if (!first) throw new UsageError('--scenario needs a name');
  const seeds = seedsOf(flags);
  const budgetMs = flags.for === undefined ? undefined : parseDuration('--for', flags.for);
  const bail =
    flags.bail === undefined ? undefined : parseCount('--bail', flags.bail === true ? '1' : flags.bail);
  const size = sizeOf(flags);
  if (flags.out !== undefined) checkWritable(flags.out);

  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const target = await bootTarget.boot(terminal.note);
  const opinion = await bootOpinion?.boot();
  try {
    const plan: CampaignPlan = {
      target,
      scenarios: [first, ...others],
      size,
      strategy,
      defect,
      opinion,
      seeds: seeds.seeds,
      budgetMs,
      bail,
    };
    const heading: CampaignHeading = {
      build: buildId(),
      target: target.name,
      strategy: strategy.name,
      scenarios: names,
      defect: defect?.name,
      seeds: seeds.title,
    };
    const reporter = make(terminal);
    reporter.begin(heading);
    const result = await campaign(plan, reporter, interruption.signal);
    reporter.end(result);
    if (flags.out !== undefined) {
      writeFileSync(flags.out, `${JSON.stringify(jsonReport(heading, result), undefined, 2)}\n`);
    }
    if (result.isInterrupted) return EXIT.interrupted;
    return result.failedRuns > 0 ? EXIT.broken : EXIT.held;
  } finally {
    stop();
    await opinion?.close();
    await target.close();
  }
}

function seedsOf({ seed, seeds, runs, for: budget }: RunFlags): { title: string; seeds: Iterable<string> } {
  if (seeds !== undefined) {
    if (seed !== undefined || runs !== undefined)
      throw new UsageError('--seeds goes without --seed and --runs');
    return { title: `--seeds ${seeds}`, seeds: parseSeeds(seeds) };
  }
  const base = seed ?? host.randomBytes(4).toString('hex');
  if (!/^[\w./-]{1,64}$/.test(base)) {
    throw new UsageError('--seed takes up to 64 letters, digits and any of . / - _');
  }
  const unbounded = budget === undefined ? DEFAULT_RUNS : Number.MAX_SAFE_INTEGER;
  const count = runs === undefined ? unbounded : parseCount('--runs', runs);
  return { title: `--seed ${base}`, seeds: seedsFrom(base, count) };
}

function sizeOf({ tasks, workers, servers }: RunFlags): CampaignPlan['size'] {
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

/** @throws {UsageError} when a file could not be written at the end: better said before the campaign. */
function checkWritable(file: string): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
    writeFileSync(file, '', { flag: 'a' });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot write ${file} (${reason}): choose another place for --out`);
  }
}

/** The first Ctrl-C ends the campaign in good order, the second one at once. */
function onInterrupt(interruption: AbortController, terminal: Terminal): () => void {
  const interrupt = (): void => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    terminal.note('stopping after this run …');
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}
