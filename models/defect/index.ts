import type { Defect } from './defect.ts';
import { fiveRetries } from './five-retries.ts';
import { sequenceFromRow } from './sequence-from-row.ts';
import { unlockedCompletion } from './unlocked-completion.ts';
import { unlockedSubmit } from './unlocked-submit.ts';

/** Every defect that can be planted. */
export const DEFECTS: readonly Defect[] = [sequenceFromRow, fiveRetries, unlockedCompletion, unlockedSubmit];

export type { Defect, Planted, Showing } from './defect.ts';
