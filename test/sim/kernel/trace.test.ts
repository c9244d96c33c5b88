import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EPOCH, type TraceStep } from '../../../sim/kernel/index.ts';
import { Trace } from '../../../sim/kernel/trace.ts';

type Evidence = readonly (string | Uint8Array)[];

function stepOf(number: number, changes: Partial<TraceStep> = {}): TraceStep {
  return { number, time: EPOCH, actor: 'a', preempts: false, detail: { kind: 'test' }, ...changes };
}

/** The hash of a trace with one step per list of evidence. */
function hashOf(...steps: readonly Evidence[]): string {
  const trace = new Trace();
  for (const [index, evidence] of steps.entries()) trace.add(stepOf(index + 1), evidence);
  return trace.hash();
}

const part = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array());

describe('Trace', () => {
  it('has a hash of 16 hexadecimal digits, the same for the same steps and evidence', () => {
    fc.assert(
      fc.property(fc.array(fc.array(part)), (steps) => {
        expect(hashOf(...steps)).toMatch(/^[0-9a-f]{16}$/);
        expect(hashOf(...steps)).toBe(hashOf(...steps.map((parts) => parts.map((each) => each.slice()))));
      }),
    );
  });

  it('has another hash when anybody did or saw anything else', () => {
    const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
    const hashes = [
      hashOf(),
      hashOf([]),
      hashOf([], []),
      hashOf(['']),
      hashOf(['', '']),
      hashOf(['ab']),
      hashOf(['ba']),
      hashOf(['a', 'b']),
      hashOf(['ab', '']),
      hashOf(['', 'ab']),
      hashOf(['a\0\0\0\0b']),
      hashOf(['a\x01\0\0\0b']),
      hashOf(['a'], ['b']),
      hashOf(['b'], ['a']),
      hashOf([bytes(0)]),
      hashOf([bytes(0, 0)]),
      hashOf([bytes(0), bytes(0)]),
      hashOf(['é']),
      hashOf(['e\u0301']),
      hashOf(['日本']),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('has another hash when somebody else stepped, or at another time', () => {
    const changes = [{}, { actor: 'b' }, { time: EPOCH + 1 }, { number: 2 }, { actor: '' }];
    const hashes = changes.map((change) => {
      const trace = new Trace();
      trace.add(stepOf(1, change), ['x']);
      return trace.hash();
    });
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('tells a difference in the last byte of large evidence', () => {
    const large = new Uint8Array(3_000_000).fill(7);
    const other = large.slice();
    other[other.length - 1] = 8;
    const text = '日'.repeat(300_000);
    expect(hashOf(['x'], [large])).toBe(hashOf(['x'], [large.slice()]));
    expect(hashOf(['x'], [large])).not.toBe(hashOf(['x'], [other]));
    expect(hashOf([large], [text])).not.toBe(hashOf([large], [`${text.slice(1)}本`]));
  });

  it('does not depend on traces before it, large or small', () => {
    const before = hashOf(['a', 'b'], ['c']);
    hashOf([new Uint8Array(200_000).fill(255)]);
    hashOf(['z']);
    expect(hashOf(['a', 'b'], ['c'])).toBe(before);
  });

  it('keeps what it hashed: the caller may use its bytes again', () => {
    const bytes = Uint8Array.from([1, 2, 3]);
    const trace = new Trace();
    trace.add(stepOf(1), [bytes]);
    bytes.fill(9);
    expect(trace.hash()).toBe(hashOf([Uint8Array.from([1, 2, 3])]));
  });

  it('is complete once it has been hashed', () => {
    const trace = new Trace();
    trace.add(stepOf(1), ['x']);
    const hash = trace.hash();
    expect(() => trace.add(stepOf(2), [])).toThrow('complete');
    expect(trace.steps).toEqual([stepOf(1)]);
    expect(trace.hash()).toBe(hash);
  });
});
