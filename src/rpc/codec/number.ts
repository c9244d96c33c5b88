import type { Codec } from './codec.ts';
import { invalid } from './invalid.ts';

/** The largest int4 of the database. */
export const INT4_MAX = 2 ** 31 - 1;
/** The last time that a JavaScript date can be, in milliseconds since the Unix epoch. */
const LAST_TIME = 8.64e15;
const DAY_MS = 86_400_000;
/** A hundred years. */
const LONGEST_MS = 36_525 * DAY_MS;

/** A whole number as an int32. */
export function integer(min: number, max: number): Codec<number, number> {
  const check = (value: number, path: string): number => inRange(value, min, max, path);
  return { toWire: check, toValue: check };
}

/** A whole number as an int64. */
export function long(min: number, max: number): Codec<number, bigint> {
  return {
    toWire: (value, path) => BigInt(inRange(value, min, max, path)),
    toValue: (wire, path) => inRange(Number(wire), min, max, path),
  };
}

/** Milliseconds. Parts of one are rounded up: what waits, waits long enough. */
function milliseconds(min: number, max: number): Codec<number, bigint> {
  const whole = long(min, max);
  return {
    toWire: (value, path) => whole.toWire(Math.ceil(value), path),
    toValue: (wire, path) => whole.toValue(wire, path),
  };
}

/** Position of an event in a history. */
export const sequence = long(0, INT4_MAX);
/** In milliseconds since the Unix epoch. */
export const time = milliseconds(-LAST_TIME, LAST_TIME);
export const lease = milliseconds(1, DAY_MS);
/** How long a call may be kept waiting. */
export const wait = milliseconds(0, DAY_MS);
export const delay = milliseconds(0, LONGEST_MS);
/** What the database keeps as an int4. */
export const retryDelay = milliseconds(0, INT4_MAX);
export const interval = milliseconds(1, LONGEST_MS);

function inRange(value: number, min: number, max: number, path: string): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value + 0; // -0 is 0
  throw invalid(path, `must be a whole number from ${min} to ${max}, and is ${value}`);
}
