import type { Json } from '../../events/index.ts';
import type { Codec } from './codec.ts';
import { invalid } from './invalid.ts';
import { hasHalves } from './text.ts';

/** How deep a payload's arrays and objects may be in one another. The database's own limit depends on its stack. */
const DEEPEST = 1_000;

/** A payload as JSON text: one that the database can hold, and that means the same afterwards. */
export const payload: Codec<Json, string> = {
  toWire(value, path) {
    refuseUnstorable(value, path);
    const written: string | undefined = JSON.stringify(value); // its declaration forgets what is no JSON
    if (written === undefined) throw invalid(path, 'is nothing that JSON can carry');
    return written;
  },
  toValue(wire, path) {
    const value = parse(wire, path);
    refuseUnstorable(value, path);
    return value;
  },
};

/** A payload of the engine's own: whatever it has stored. */
export const storedPayload: Codec<Json, string> = {
  toWire: (value) => JSON.stringify(value),
  toValue: parse,
};

function parse(wire: string, path: string): Json {
  try {
    return JSON.parse(wire) as Json; // JSON is what JSON.parse makes
  } catch {
    throw invalid(path, 'must be JSON text');
  }
}

/** Goes through a payload without recursion, as it may be as deep as a message is long. */
function refuseUnstorable(payload: Json, path: string): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: payload, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') refuseText(value, path);
    else if (typeof value === 'number') refuseNumber(value, path);
    else if (typeof value === 'bigint') throw invalid(path, 'has a bigint, which JSON cannot carry');
    else if (typeof value === 'object' && value !== null) {
      if (depth === DEEPEST) throw invalid(path, `must not be deeper than ${DEEPEST} arrays and objects`);
      if (!Array.isArray(value)) for (const key of Object.keys(value)) refuseText(key, path);
      for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
    }
  }
}

function refuseText(value: string, path: string): void {
  if (value.includes('\0')) throw invalid(path, 'must not have NUL characters');
  if (hasHalves(value)) throw invalid(path, 'must not have halves of surrogate pairs');
}

function refuseNumber(value: number, path: string): void {
  if (!Number.isFinite(value)) throw invalid(path, 'has a number that is larger than numbers can be');
}
