import { EscapedSimulationError } from '../kernel/index.ts';
import type { CampaignRecord } from '../record/index.ts';
import {
  BlobError,
  CorpusError,
  ForeignRecordingError,
  InvalidTokenError,
  NondeterminismError,
  UndecidedRunError,
} from '../campaign/index.ts';
import { SimulateOptionsError } from '../simulate/index.ts';
import { JournalError } from '../nightly/index.ts';
import { SearchDivergedError } from '../explore/index.ts';
import { ReplayDivergedError } from '../strategy/index.ts';
import { UsageError } from '../../src/cli/index.ts';

/** What the process tells its caller. */
export const EXIT = {
  /** Every law held, or targets are equal. */
  held: 0,
  /** A law was broken, a scenario never reached what it is about, or targets differ. */
  broken: 1,
  /** The command line or a file given to it is wrong. */
  usage: 2,
  /** Something the simulator needs is missing or failed, or a worker or a shard was lost. */
  infrastructure: 3,
  /** A run did something that no seed decides. */
  nondeterminism: 4,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

/** The exit code for a campaign, and the kept findings that came before it. */
export function exitCodeFor({
  interrupted,
  failedRuns,
  claims,
  corpus,
  lost,
  missingShards,
}: Pick<
  CampaignRecord,
  'interrupted' | 'failedRuns' | 'claims' | 'corpus' | 'lost' | 'missingShards'
>): number {
  if (interrupted) return EXIT.interrupted;
  const isKept = corpus.every(({ outcome }) => outcome !== 'broken');
  const isHeld = failedRuns === 0 && isKept && !claims.some(({ missed }) => missed);
  if (!isHeld) return EXIT.broken;
  return lost.length + missingShards.length > 0 ? EXIT.infrastructure : EXIT.held;
}

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (
    error instanceof UsageError ||
    error instanceof SimulateOptionsError ||
    error instanceof BlobError ||
    error instanceof CorpusError ||
    error instanceof JournalError ||
    error instanceof InvalidTokenError ||
    error instanceof ForeignRecordingError
  ) {
    return EXIT.usage;
  }
  if (
    error instanceof NondeterminismError ||
    error instanceof UndecidedRunError ||
    error instanceof EscapedSimulationError ||
    error instanceof ReplayDivergedError ||
    error instanceof SearchDivergedError
  ) {
    return EXIT.nondeterminism;
  }
  return EXIT.infrastructure;
}
