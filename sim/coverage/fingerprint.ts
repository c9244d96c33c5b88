/** 64 bits that stand for something larger, as two unsigned 32-bit numbers. */
export type Fingerprint = { readonly high: number; readonly low: number };

export const NOTHING: Fingerprint = { high: 0, low: 0 };

const SPREAD_HIGH = 2_654_435_761;
const SPREAD_LOW = 1_597_334_677;

/**
 * The fingerprint of a text and of what it builds upon. Each bit depends on every bit that goes in (the finalizer of
 * MurmurHash3, on two lanes that cross); no defence against anybody who looks for two texts of the same fingerprint.
 */
export function fingerprintOf(text: string, upon: Fingerprint = NOTHING): Fingerprint {
  let high = 0xdeadbeef ^ upon.high;
  let low = 0x41c6ce57 ^ upon.low;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, SPREAD_HIGH);
    low = Math.imul(low ^ unit, SPREAD_LOW);
    high ^= low >>> 15;
    low ^= high >>> 13;
  }
  return { high: finalize(high ^ (low >>> 7)), low: finalize(low ^ Math.imul(high, SPREAD_LOW)) };
}

/** The fingerprint of a collection, whatever the order of its elements: their sum. */
export function together(one: Fingerprint, other: Fingerprint): Fingerprint {
  const low = one.low + other.low;
  const carry = low > 0xffffffff ? 1 : 0;
  return { high: (one.high + other.high + carry) >>> 0, low: low >>> 0 };
}

/** 16 hexadecimal digits. */
export function textOf({ high, low }: Fingerprint): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** The fingerprint that {@link textOf} wrote. */
export function readFingerprint(text: string): Fingerprint {
  return { high: Number.parseInt(text.slice(0, 8), 16), low: Number.parseInt(text.slice(8), 16) };
}

function finalize(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
