import type { FindingRecord } from '../../record/index.ts';
import type { TraceStep } from '../../kernel/index.ts';
import type { Place } from '../places.ts';
import type { RunSummary } from '../run-summary.ts';

/** What a worker is told. */
export type Order =
  /** Run these seeds. */
  | { readonly type: 'play'; readonly places: readonly Place[] }
  /** Do a run again that broke a law, and make it simpler. */
  | { readonly type: 'confirm'; readonly finding: FindingRecord }
  /** Begin no run any more. */
  | { readonly type: 'stop' }
  /** And make nothing simpler any more. */
  | { readonly type: 'hurry' }
  /** Close everything, and end. */
  | { readonly type: 'end' };

/** What a worker tells. */
export type Report =
  /** Its database is up. */
  | { readonly type: 'ready' }
  | { readonly type: 'ran'; readonly summary: RunSummary }
  /** An order is done, but for these seeds, if it was stopped. */
  | { readonly type: 'done'; readonly left: readonly Place[] }
  | { readonly type: 'confirmed'; readonly finding: FindingRecord; readonly shrunk: FindingRecord['shrunk'] }
  /** A run did something that no seed decides. That is no accident of the worker, and ends the campaign. */
  | { readonly type: 'undecided'; readonly undecided: Undecided };

/** An error that says that a run is not decided by its seed, as data. */
export type Undecided = {
  readonly message: string;
  readonly stack: string | undefined;
  /** The two runs that should have been the same, if it was noticed by that. */
  readonly runs: readonly [first: RepeatedRunData, second: RepeatedRunData] | undefined;
};

/** Of a run that was done twice: what it was, and its steps. */
export type RepeatedRunData = {
  readonly seed: string;
  readonly scenario: string;
  readonly hash: string;
  readonly steps: readonly TraceStep[];
};

/** What a worker's thread begins with. */
export type WorkerData = {
  /** What is to be run, for whoever makes it: names, not things. */
  readonly assignment: unknown;
  readonly pulse: Int32Array;
};
