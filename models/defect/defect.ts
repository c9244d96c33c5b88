import type { EnginePorts, Operations } from '../../src/engine/index.ts';

/** A bug planted on purpose, from outside the engine: it replaces operations by wrong ones. */
export type Defect = {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** Where it comes from. */
  readonly source: string;
  /** The law it breaks. */
  readonly breaks: string;
  apply(engine: Operations, ports: EnginePorts): Operations;
};
