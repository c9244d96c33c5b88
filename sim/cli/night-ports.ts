import { decodeToken, replay, simplify } from '../campaign/index.ts';
import {
  engineSources,
  filesChangedSince,
  type MergedRuns,
  type NightPlan,
  type NightPorts,
  recentFindings,
  type Touched,
  touchedOperations,
} from '../nightly/index.ts';
import type { NightRecord } from '../record/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import { conduct } from './conduct.ts';
import { corpusRecordOf, keptFindings, runCorpus } from './corpus.ts';
import type { NightlyFlags } from './night-plan.ts';
import type { Terminal } from './terminal.ts';

/** What a night's ports are made of. */
export type NightMeans = {
  readonly plan: NightPlan;
  readonly flags: NightlyFlags;
  readonly jobs: number | undefined;
  /** Those that are run here; none, if others have made the runs. */
  readonly scenarios: readonly Scenario[];
  readonly target: Target;
  /** Nights on record, the oldest first. */
  readonly nights: readonly NightRecord[];
  /** Runs that others have made. */
  readonly merged: MergedRuns | undefined;
  readonly terminal: Terminal;
};

/** A night on this machine: its databases, its threads, its repository. */
export function nightPorts(means: NightMeans): NightPorts {
  const { plan, flags, jobs, scenarios, target, nights, merged, terminal } = means;
  const { shrinkMs } = plan;
  return {
    target,
    scenarios,
    async runCorpus(signal) {
      if (merged) return merged.record.corpus;
      return corpusRecordOf(await runCorpus(target, keptFindings(flags.corpus, scenarios), signal));
    },
    async play(play, listener, signal) {
      const assignment = {
        target: play.target,
        databaseUrl: play.target === 'postgres' ? flags.databaseUrl : undefined,
        scenarios: play.scenarios,
        size: {},
        strategy: 'portfolio',
        defect: plan.defect ?? undefined,
        faults: 'swarm' as const,
        secondOpinion: undefined,
        shrinkMs: shrinkMs ?? undefined,
      };
      const { seeds, isDone, budgetMs } = play;
      const runs = { assignment, jobs, kept: [], seeds, isDone, budgetMs, bail: undefined };
      await conduct(
        runs,
        { ...listener, onReady: () => undefined, onCorpus: () => undefined },
        terminal.note,
        signal,
      );
    },
    async simplify({ token, target: name }, signal) {
      if (name !== target.name) return { shrunk: null, run: undefined };
      return await simplify(target, await replay(target, decodeToken(token)), shrinkMs ?? undefined, signal);
    },
    grounds: () => ({
      touched: merged ? new Map() : touchedSince(nights, terminal),
      found: recentFindings(nights),
    }),
  };
}

/** Operations that run through what was changed since the last night that knows its commit. */
function touchedSince(nights: readonly NightRecord[], { note }: Terminal): Touched {
  const commit = nights.findLast((night) => night.commit !== null)?.commit ?? undefined;
  if (commit === undefined) return new Map();
  const changed = filesChangedSince(process.cwd(), commit);
  if (!changed)
    note(`what was changed since ${commit.slice(0, 12)} cannot be told: every scenario has its floor`);
  return touchedOperations(changed ?? [], engineSources(process.cwd()));
}
