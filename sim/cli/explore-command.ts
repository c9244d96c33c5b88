import { writeFileSync } from 'node:fs';
import { DEFECTS } from '../../models/defect/index.ts';
import { UsageError } from '../../src/cli/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import { buildId, exploration, type ExplorationResult, type RunPlan } from '../campaign/index.ts';
import { type Bounds, EARLY_TIME, Search } from '../explore/index.ts';
import { FAULTS, isFaultName } from '../fault/index.ts';
import { host } from '../kernel/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT } from './exit-code.ts';
import { type ExploreState, readState, StateFile } from './explore-state.ts';
import { onInterrupt } from './interruption.ts';
import { checkWritable } from './out-file.ts';
import { parseBound, parseCount, parseDuration } from './parse.ts';
import { chooseExploreReporter, exploreJson, type ExploreProgress } from './reporter/index.ts';
import { sizeOf } from './run-command.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein explore`, as commander gives them. */
export type ExploreFlags = {
  readonly scenario?: string;
  readonly tasks?: string;
  readonly workers?: string;
  readonly servers?: string;
  readonly seed?: string;
  readonly preemptions?: string;
  readonly faults?: string;
  readonly allow?: readonly string[];
  readonly defect?: string;
  readonly target?: string;
  readonly databaseUrl?: string;
  readonly for?: string;
  readonly runs?: string;
  readonly state?: string;
  readonly resume?: string;
  readonly reporter: string;
  readonly out?: string;
  readonly color: boolean;
};

/** What is explored, and how far that has come. */
type Exploration = Omit<ExploreState, 'schema' | 'search'> & { readonly saved?: ExploreState['search'] };

/** Flags that a state has the answers to. */
const OF_THE_STATE = [
  'scenario',
  'tasks',
  'workers',
  'servers',
  'seed',
  'preemptions',
  'faults',
  'allow',
  'defect',
  'target',
] as const;

const DEFAULT_SCENARIO = 'completions';
const DEFAULT_PREEMPTIONS = 2;

/** What can be allowed to go wrong. */
const DEVIATIONS: readonly { readonly name: string }[] = [...FAULTS, { name: EARLY_TIME }];

/** Searches all schedules of a scenario within bounds, and tells how far it came. @returns the exit code. */
export async function exploreCommand(flags: ExploreFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const reporter = chooseExploreReporter(flags.reporter)(terminal);
  const explored = flags.resume === undefined ? fromFlags(flags) : fromState(flags, flags.resume);
  const bootTarget = chooseNamed('target', explored.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const plan = planOf(explored);
  const budgetMs = flags.for === undefined ? undefined : parseDuration('--for', flags.for);
  const mostRuns = flags.runs === undefined ? undefined : parseCount('--runs', flags.runs);
  const { preemptions, faults, allowed, saved } = explored;
  const bounds: Bounds = { preemptions, faults, allowed: new Set(allowed) };
  const search = new Search(bounds, undefined, saved);
  const file = flags.state ?? flags.resume;
  for (const each of [flags.out, file]) if (each !== undefined) checkWritable(each);
  const states = file === undefined ? undefined : new StateFile(file);

  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const target = await bootTarget.boot(ENGINE_SCHEMA, terminal.note, flags.databaseUrl);
  try {
    const begun = host.monotonicMs();
    let { chains } = explored;
    const elapsedMs = (): number => explored.elapsedMs + host.monotonicMs() - begun;
    const progress = (): ExploreProgress => ({
      chains,
      counts: search.counts,
      round: search.round,
      progress: search.progress(),
      elapsedMs: elapsedMs(),
    });
    const state = (): ExploreState => {
      const { saved: _, ...same } = explored;
      return { ...same, schema: 1, chains: [...chains], elapsedMs: elapsedMs(), search: search.save() };
    };
    reporter.begin(explored);
    if (saved) reporter.resumed(progress());
    const verdict = await exploration(
      { target, run: plan, search, budgetMs, mostRuns },
      {
        onFirstRun: (seen) => {
          chains = [...seen];
          reporter.onFirstRun(chains);
        },
        onProgress: () => {
          states?.offer(state);
          reporter.onProgress(progress);
        },
      },
      interruption.signal,
    );
    states?.write(state());
    reporter.end(verdict, progress(), file);
    if (flags.out !== undefined) {
      writeFileSync(
        flags.out,
        `${JSON.stringify(exploreJson(explored, verdict, progress()), undefined, 2)}\n`,
      );
    }
    return exitCodeFor(verdict);
  } finally {
    stop();
    await target.close();
  }
}

function fromFlags(flags: ExploreFlags): Exploration {
  const scenario = chooseNamed('scenario', flags.scenario ?? DEFAULT_SCENARIO, [
    ...SCENARIOS,
    ...BEHAVIOUR_SCENARIOS,
  ]);
  const preemptions = parseBound('--preemptions', flags.preemptions ?? String(DEFAULT_PREEMPTIONS));
  const faults = parseBound('--faults', flags.faults ?? '0');
  if (faults === 'unlimited')
    throw new UsageError('--faults takes a whole number: with any number of them no search ends');
  const allowed = (flags.allow ?? [])
    .flatMap((names) => names.split(','))
    .map((name) => chooseNamed('fault', name, DEVIATIONS).name);
  if (allowed.some(isFaultName) && scenario.needsCalm !== undefined)
    throw new UsageError(`nothing goes wrong in ${scenario.name}: ${scenario.needsCalm}`);
  if (faults > 0 && allowed.length === 0)
    throw new UsageError(`--faults ${faults} needs --allow and the names of those that may happen`);
  return {
    build: buildId(),
    target: flags.target ?? 'pglite',
    scenario: scenario.name,
    size: { ...scenario.size, ...sizeOf(flags) },
    seed: flags.seed ?? '0',
    defect: flags.defect === undefined ? null : chooseNamed('defect', flags.defect, DEFECTS).name,
    preemptions,
    faults,
    allowed,
    chains: [],
    elapsedMs: 0,
  };
}

function fromState(flags: ExploreFlags, file: string): Exploration {
  const given = OF_THE_STATE.find((name) => flags[name] !== undefined);
  if (given) throw new UsageError(`--resume goes without --${given}: the state says it`);
  const { search, ...state } = readState(file);
  if (state.build !== buildId())
    throw new UsageError(`${file} was written by build ${state.build}, this is ${buildId()}: begin anew`);
  return { ...state, saved: search };
}

function planOf({ scenario, size, seed, defect, faults, allowed }: Exploration): RunPlan {
  const names = faults > 0 ? allowed.filter(isFaultName) : [];
  return {
    scenario: chooseNamed('scenario', scenario, [...SCENARIOS, ...BEHAVIOUR_SCENARIOS]),
    size,
    seed,
    defect: defect === null ? undefined : chooseNamed('defect', defect, DEFECTS),
    ...(names.length > 0 ? { faults: { names, most: faults } } : {}),
  };
}

function exitCodeFor(verdict: ExplorationResult): number {
  if (verdict.type === 'broken') return EXIT.broken;
  return verdict.type === 'stopped' && verdict.why === 'interrupted' ? EXIT.interrupted : EXIT.held;
}
