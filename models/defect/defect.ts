import type { EnginePorts, Operations, Sweeps } from '../../src/engine/index.ts';
import type { SqlPool } from '../../src/ports/index.ts';
import type { AnyWorkflow } from '../../src/sdk/index.ts';

/** Where a defect is seen with the least ado. */
export type Showing = {
  readonly scenario: string;
  /** Where it differs from the scenario's own size. */
  readonly size?: { readonly tasks?: number; readonly workers?: number; readonly servers?: number };
  /** Names of the faults without which it does not show; none by default. */
  readonly faults?: readonly string[];
  /** Actors, preemptions and faults of the simplest run that shows it. */
  readonly least: { readonly actors: number; readonly preemptions: number; readonly faults: number };
};

/** Something that is planted on purpose, from outside the engine: it replaces parts of it by others. */
export type Planted = {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** Replaces operations. */
  apply?(engine: Operations, ports: EnginePorts): Operations;
  /** Replaces sweeps. */
  applyToSweeps?(sweeps: Sweeps, ports: EnginePorts): Sweeps;
  /** Replaces the database under the whole engine, for statements that are sent otherwise. */
  applyToSql?(sql: SqlPool): SqlPool;
  /** Replaces a workflow's definition, for what goes wrong in its context. */
  applyToWorkflow?(definition: AnyWorkflow): AnyWorkflow;
};

/** A bug that somebody thought of, or made: it is known where it comes from, and what shows it. */
export type Defect = Planted & {
  /** Where it comes from. */
  readonly source: string;
  /** The law it breaks. */
  readonly breaks: string;
  readonly shows: Showing;
};
