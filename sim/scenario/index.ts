import { fanOut } from './fan-out.ts';
import { largeBatch } from './large-batch.ts';
import { race } from './race.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario that can be named. */
export const SCENARIOS: readonly Scenario[] = [fanOut, race, largeBatch];

export { type Acknowledgement, Cluster } from './cluster.ts';
export { collectEvidence } from './evidence.ts';
export type { Scenario, Size } from './scenario.ts';
export { ENGINE_SCHEMA } from './schema.ts';
