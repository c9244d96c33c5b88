import type { CoverageFigures } from '../coverage/index.ts';
import type { ClaimFigures } from './claim-watch.ts';
import type { RunResult, Violation } from './run.ts';
import type { ShrunkFinding } from './shrink-run.ts';

/** A distinct failure: all runs that broke the same law in the same shape. */
export type Finding = {
  /** Law and shape of the witness. */
  readonly signature: string;
  /** The first run that showed it. */
  readonly run: RunResult;
  readonly violation: Violation;
  readonly token: string;
  /** A simpler run that fails alike, if one was looked for. */
  readonly shrunk?: ShrunkFinding | undefined;
  count: number;
  /** In how many runs of each strategy it was found. */
  readonly strategies: Map<string, number>;
};

/** Runs of one strategy. */
export type StrategyFigures = { runs: number; failedRuns: number };

/** What a campaign came to. */
export type CampaignResult = {
  readonly runs: number;
  readonly steps: number;
  readonly elapsedMs: number;
  /** How many runs broke a law. */
  readonly failedRuns: number;
  readonly findings: readonly Finding[];
  /** What became of the runs of each strategy: several, where the plan's is a portfolio. */
  readonly strategies: ReadonlyMap<string, Readonly<StrategyFigures>>;
  /** Runs that were done twice to see whether they are the same. */
  readonly checkedTwice: number;
  /** Runs in which the target may have left what PostgreSQL would do. */
  readonly divergentRuns: number;
  /** Steps of lifecycles that were taken in some run, by their names. */
  readonly reached: ReadonlySet<string>;
  /** Faults that happened, and how often. */
  readonly faults: ReadonlyMap<string, number>;
  /** Steps of lifecycles that were taken in the same run in which a fault happened, by both. */
  readonly crossings: { readonly seen: number; readonly possible: number };
  readonly coverage: CoverageFigures;
  /** What scenarios say must be reached. */
  readonly claims: readonly ClaimFigures[];
  readonly isInterrupted: boolean;
};
