import type { RunSight } from '../coverage/index.ts';
import type { FindingRecord } from '../record/index.ts';
import type { Size } from '../scenario/index.ts';
import type { Place } from './places.ts';

/** What a campaign keeps of a run, as data: traces stay where they were made. */
export type RunSummary = Place & {
  readonly scenario: string;
  readonly target: string;
  readonly size: Size;
  /** The one of a portfolio that it was. */
  readonly strategy: string;
  readonly steps: number;
  /** Wall-clock milliseconds. */
  readonly elapsedMs: number;
  readonly hash: string;
  /** Law and shape of what it broke first; undefined if every law held. */
  readonly signature: string | undefined;
  /** Where the target may have left what PostgreSQL would do. */
  readonly divergences: readonly string[];
  /** Steps of lifecycles that something in it has taken. */
  readonly reached: readonly string[];
  /** Faults that happened, and how often. */
  readonly faults: readonly (readonly [name: string, count: number])[];
  /** Claims of its scenario that it has reached, but for those that an earlier run here has. */
  readonly claims: readonly string[];
  /** Whether it was done again, and was the same. */
  readonly isCheckedTwice: boolean;
  /** What it has shown, if it was watched. */
  readonly sight: RunSight | undefined;
  /** What it broke, unless an earlier run here has broken the same. Not made simpler yet. */
  readonly found: FindingRecord | undefined;
};
