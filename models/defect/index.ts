import type { Defect } from './defect.ts';
import { fiveRetries } from './five-retries.ts';
import { sequenceFromRow } from './sequence-from-row.ts';

/** Every defect that can be planted. */
export const DEFECTS: readonly Defect[] = [sequenceFromRow, fiveRetries];

export type { Defect } from './defect.ts';
