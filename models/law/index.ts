import { acknowledgedIsDurable } from './acknowledged.ts';
import { conserved } from './conserved.ts';
import { contiguous } from './contiguous.ts';
import { exactlyOnce } from './exactly-once.ts';
import { expected } from './expected.ts';
import type { Law } from './law.ts';
import { live } from './live.ts';
import { noSpin } from './no-spin.ts';
import { oneOwner } from './one-owner.ts';
import { ordered } from './ordered.ts';
import { realTime } from './real-time.ts';
import { replayable } from './replayable.ts';
import { unpoisoned } from './unpoisoned.ts';
import { unprovoked } from './unprovoked.ts';

/** Every law, the one that tells most about a failure first. */
export const LAWS: readonly Law[] = [
  exactlyOnce,
  contiguous,
  ordered,
  acknowledgedIsDurable,
  realTime,
  oneOwner,
  replayable,
  conserved,
  unpoisoned,
  noSpin,
  unprovoked,
  expected,
  live,
];

export type { Call, Evidence } from './evidence.ts';
export type { Law, Witness } from './law.ts';
export {
  acknowledgedIsDurable,
  conserved,
  contiguous,
  exactlyOnce,
  expected,
  live,
  noSpin,
  oneOwner,
  ordered,
  realTime,
  replayable,
  unpoisoned,
  unprovoked,
};
