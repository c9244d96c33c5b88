import type { Execution } from '../target.ts';
import type { Hold, LockWait } from './backend/lock-waits.ts';
import type { Drawn } from './backend/sequences.ts';
import type { SnapshotHistory } from './backend/snapshot-pin.ts';
import type { Exchange, Phase } from './line.ts';
import type { Outcome } from './outcome.ts';
import type { StatementKind } from './statement-kind.ts';

/** A statement that waits, and what it takes to execute it again. */
export type Pending = {
  readonly exchange: Exchange;
  readonly kind: StatementKind;
  readonly text: string;
  readonly wait: LockWait;
  /** Locks that were granted so far. */
  readonly holds: readonly Hold[];
  /** In what it waited: the snapshots are those that it took in that phase. */
  readonly phase: Phase;
  readonly snapshots: SnapshotHistory;
  /** What it drew from sequences. */
  readonly drawn: readonly Drawn[];
  /** When it was sent. */
  readonly time: number;
  /** What is to be done with what comes back. */
  readonly finish: Finish;
};

/**
 * What is to be done with an outcome: the next statement may have to wait.
 *
 * @param drawn what the statement drew from sequences
 */
export type Finish = (outcome: Outcome, drawn?: readonly Drawn[]) => Execution | undefined;
