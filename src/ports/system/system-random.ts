import { randomUUID } from 'node:crypto';
import type { Random } from '../random.ts';

/** The operating system's randomness. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  fraction: () => Math.random(),
};
