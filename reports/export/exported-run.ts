import type { RunResult } from '../../sim/campaign/index.ts';
import type { Releases } from '../../sim/coverage/index.ts';

/** A run as it is handed to other tools: what was done, what it broke, and which step let which other one happen. */
export type ExportedRun = Pick<RunResult, 'trace' | 'violations' | 'hash' | 'plan'> & {
  readonly releases: Releases;
};
