import type { Codec } from './codec.ts';
import { invalid } from './invalid.ts';

/** Text that the database can hold: without NUL, and without halves of characters, which no encoding carries. */
export const text: Codec<string, string> = { toWire: storable, toValue: storable };

/** Text of the engine's own: whatever it has stored. */
export const stored: Codec<string, string> = { toWire: (value) => value, toValue: (wire) => wire };

/** What something is called. @param max how many characters at most */
export function named(max: number): Codec<string, string> {
  const check = (value: string, path: string): string => {
    if (value === '') throw invalid(path, 'must not be empty');
    if (isLonger(value, max)) throw invalid(path, `must not have more than ${max} characters`);
    return storable(value, path);
  };
  return { toWire: check, toValue: check };
}

/** Ids of workflows and schedules' runs, names of anything. */
export const name = named(255);
/** Ids of tasks. */
export const taskId = named(300);

function storable(value: string, path: string): string {
  if (value.includes('\0')) throw invalid(path, 'must not have NUL characters');
  if (hasHalves(value)) throw invalid(path, 'must not have halves of surrogate pairs');
  return value;
}

/** Whether a text has one half of a surrogate pair without the other. */
export function hasHalves(value: string): boolean {
  return /\p{Surrogate}/u.test(value);
}

/** PostgreSQL counts characters, JavaScript halves of them. */
function isLonger(value: string, max: number): boolean {
  return value.length > 2 * max || (value.length > max && Array.from(value).length > max);
}
