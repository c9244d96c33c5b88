import type { Client } from '../../src/client/index.ts';
import type { Operations } from '../../src/engine/index.ts';
import type { Clock, SqlPool } from '../../src/ports/index.ts';
import type { AnyWorkflow } from '../../src/sdk/index.ts';
import type { AnyTask } from '../../src/worker/index.ts';
import type { Claim } from './claim.ts';

/** How large a scenario's workload and cluster are. */
export type Size = { readonly tasks: number; readonly workers: number; readonly servers: number };

/** What a scenario's clients must be prepared for. */
export type Hazards = {
  /** Calls may be lost and made again, workers may die, time may jump: what is told twice or comes late is no error. */
  readonly isFaulty: boolean;
};

/** Nothing goes wrong. */
export const CALM: Hazards = { isFaulty: false };

/** What a client does; throws where a result is not what it must be. */
export type ClientBody = (client: Client, clock: Clock, operations: Operations) => Promise<void>;

/** What the actors of a run do. */
export type Workload = {
  readonly workflows: readonly AnyWorkflow[];
  readonly tasks: readonly AnyTask[];
  /** Tasks that not every worker knows: the n-th worker those of the n-th list, and so on in turns. */
  readonly tasksApart?: readonly (readonly AnyTask[])[];
  /** Whether servers have to sweep: for timers, deadlines, children. By default they do where something may go wrong. */
  readonly needsSweeps?: boolean;
  /** How much a sweep does at once, at most; as much as in production, by default. */
  readonly sweepLimit?: number;
  /** Constraints of the database that its workflows break on purpose, by name: to be refused for it is no error. */
  readonly provokes?: readonly string[];
  /** Replaces the database under servers and sweepers, for what would take longer than a run does. */
  readonly hastened?: (sql: SqlPool) => SqlPool;
  /** Comes before all other clients, while these are not there yet. */
  readonly before?: ClientBody;
  /** One actor each. */
  readonly clients: readonly ClientBody[];
  /** Comes when all other clients have ended. */
  readonly after?: ClientBody;
};

/** A workload and the cluster it runs on. */
export type Scenario = {
  readonly name: string;
  readonly summary: string;
  readonly size: Size;
  /** Why it holds only where nothing goes wrong, if so: then nothing does. */
  readonly needsCalm?: string;
  /** What a campaign must have reached, or it proves little; nothing in particular, if absent. */
  readonly claims?: readonly Claim[];
  workload(size: Size, hazards: Hazards): Workload;
};
