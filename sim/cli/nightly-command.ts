import { mkdirSync } from 'node:fs';
import { PLANTABLE } from '../../models/mutant/index.ts';
import { decodeToken, replay, shrinkRun, shrunkRecordOf } from '../campaign/index.ts';
import {
  countNew,
  engineSources,
  filesChangedSince,
  Journal,
  keepNight,
  type NightPlan,
  type NightPorts,
  nightRecordOf,
  NightState,
  readNights,
  readSeen,
  recentFindings,
  touchedOperations,
  withNight,
  writeSeen,
} from '../nightly/index.ts';
import type { NightRecord } from '../record/index.ts';
import { ENGINE_SCHEMA, SCENARIOS, type Scenario } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import { chooseNamed } from './choose-named.ts';
import { conduct } from './conduct.ts';
import { corpusRecordOf, keptFindings, runCorpus } from './corpus.ts';
import { EXIT, exitCodeFor, exitCodeOf } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { journalFile, nightFolder, seenFile, writeFinding, writeNight } from './night-files.ts';
import { newNight, type NightlyFlags, unfinishedNight } from './night-plan.ts';
import { nightlyReporter } from './reporter/nightly-reporter.ts';
import { parseCount } from './parse.ts';
import { TARGETS } from './targets.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Keeps a night, or goes on with one, and writes its pages. @returns the exit code. */
export async function nightlyCommand(flags: NightlyFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const jobs = flags.jobs === undefined ? undefined : parseCount('--jobs', flags.jobs);
  const plan = flags.resume ? unfinishedNight(flags) : await newNight(flags, terminal.note);
  const scenarios = plan.scenarios.map((name) => chooseNamed('scenario', name, SCENARIOS));
  const defect = plan.defect === null ? undefined : chooseNamed('defect', plan.defect, PLANTABLE);
  mkdirSync(nightFolder(flags.out, plan.id), { recursive: true });
  const { nights, unreadable } = readNights(flags.out);
  for (const file of unreadable) terminal.note(`${file} is no record of this version, and left out`);

  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const state = new NightState(plan, { scenarios, size: {}, defect });
  const journal = new Journal(journalFile(flags.out, plan.id), state);
  const [{ name: first }] = plan.targets;
  const target = await chooseNamed('target', first, TARGETS).boot(
    ENGINE_SCHEMA,
    terminal.note,
    flags.databaseUrl,
  );
  const before = nights.filter(({ id }) => id !== plan.id);
  const ports = portsOf({ plan, flags, jobs, scenarios, target, nights: before, terminal });
  const reporter = nightlyReporter(terminal);
  try {
    reporter.begin(plan, nightFolder(flags.out, plan.id), state.runs);
    const failure = await failureOf(() =>
      keepNight(
        journal,
        ports,
        {
          ...reporter,
          onFinding: (finding, run) => {
            writeFinding(flags.out, plan.id, finding);
            reporter.onFinding?.(finding, run);
          },
        },
        interruption.signal,
      ),
    );
    const isInterrupted = interruption.signal.aborted;
    const seen = readSeen(seenFile(flags.out));
    const { traces } = state.part(isInterrupted).coverage;
    const record = nightRecordOf(state, {
      nights: before,
      newSchedules: seen ? countNew(seen, traces) : null,
      isInterrupted,
      workers: jobs ?? 1,
      failure: failure?.message.split('\n')[0],
    });
    if (record) reporter.end(record, writeNight(flags.out, record));
    if (!isInterrupted && record) {
      writeSeen(seenFile(flags.out), withNight(seen, traces));
      journal.end();
    } else terminal.note(`go on: npx skein nightly --resume --out ${flags.out}`);
    if (failure) throw failure;
    return record ? exitCodeOfNight(record) : EXIT.interrupted;
  } finally {
    stop();
    journal.close();
    await target.close();
  }
}

/** As of a campaign; a night without its canary is broken, too. */
function exitCodeOfNight({ campaign, canary }: NightRecord): number {
  const code = exitCodeFor(campaign);
  return code === EXIT.held && !canary.found ? EXIT.broken : code;
}

/** An error that says something of the night: a run that no seed decides. Every other one is no night's matter. */
async function failureOf(body: () => Promise<void>): Promise<Error | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    if (error instanceof Error && exitCodeOf(error) === EXIT.nondeterminism) return error;
    throw error;
  }
}

type Means = {
  readonly plan: NightPlan;
  readonly flags: NightlyFlags;
  readonly jobs: number | undefined;
  readonly scenarios: readonly Scenario[];
  readonly target: Target;
  readonly nights: readonly NightRecord[];
  readonly terminal: Terminal;
};

function portsOf({ plan, flags, jobs, scenarios, target, nights, terminal }: Means): NightPorts {
  const { defect, shrinkMs } = plan;
  return {
    target,
    scenarios,
    runCorpus: async (signal) =>
      corpusRecordOf(await runCorpus(target, keptFindings(flags.corpus, scenarios), signal)),
    async play(play, listener, signal) {
      const assignment = {
        target: play.target,
        databaseUrl: play.target === 'postgres' ? flags.databaseUrl : undefined,
        scenarios: play.scenarios,
        size: {},
        strategy: 'portfolio',
        defect: defect ?? undefined,
        faults: 'swarm' as const,
        secondOpinion: undefined,
        shrinkMs: shrinkMs ?? undefined,
      };
      const { seeds, isDone, budgetMs } = play;
      const runs = { assignment, jobs, kept: [], seeds, isDone, budgetMs, bail: undefined };
      await conduct(runs, { ...listener, onCorpus: () => undefined }, terminal.note, signal);
    },
    async simplify({ token, target: name }, signal) {
      if (shrinkMs === null || name !== target.name) return null;
      const shrunk = await shrinkRun(target, await replay(target, decodeToken(token)), {
        ms: shrinkMs,
        runs: Number.POSITIVE_INFINITY,
        signal,
      });
      return shrunk ? shrunkRecordOf(shrunk) : null;
    },
    grounds: () => ({ touched: touchedSince(nights, terminal), found: recentFindings(nights) }),
  };
}

/** Operations that run through what was changed since the last night that knows its commit. */
function touchedSince(nights: readonly NightRecord[], { note }: Terminal) {
  const commit = nights.findLast((night) => night.commit !== null)?.commit ?? undefined;
  if (commit === undefined) return new Map<string, readonly string[]>();
  const changed = filesChangedSince(process.cwd(), commit);
  if (!changed)
    note(`what was changed since ${commit.slice(0, 12)} cannot be told: every scenario has its floor`);
  return touchedOperations(changed ?? [], engineSources(process.cwd()));
}
