import { contiguous } from './contiguous.ts';
import { exactlyOnce } from './exactly-once.ts';
import { expected } from './expected.ts';
import type { Law } from './law.ts';
import { live } from './live.ts';
import { ordered } from './ordered.ts';

/** Every law, the one that tells most about a failure first. */
export const LAWS: readonly Law[] = [exactlyOnce, contiguous, ordered, expected, live];

export type { Evidence } from './evidence.ts';
export type { Law, Witness } from './law.ts';
export { contiguous, exactlyOnce, expected, live, ordered };
