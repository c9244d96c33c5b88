import { beforeEach, describe, expect, it } from 'vitest';
import { SEQUENCE, STATIC } from '../../../../../sim/target/pglite/backend/layout.ts';
import { Memory } from '../../../../../sim/target/pglite/backend/memory.ts';
import { Sequences } from '../../../../../sim/target/pglite/backend/sequences.ts';

/** Where a session remembers a sequence, for this test. */
const PLACE = 64;
const RELATION = 16_400;

let memory: Memory;
let sequences: Sequences;

/** What PostgreSQL does when a session draws. */
function draw(last: number, increment = 1): void {
  memory.write(STATIC.lastUsedSequence, PLACE);
  memory.write(PLACE + SEQUENCE.relation, RELATION);
  memory.writeLong(PLACE + SEQUENCE.last, last);
  memory.writeLong(PLACE + SEQUENCE.cached, last);
  memory.writeLong(PLACE + SEQUENCE.increment, increment);
}

beforeEach(() => {
  memory = new Memory({ HEAPU8: new Uint8Array(STATIC.lastUsedSequence + 64) });
  sequences = new Sequences(memory);
  sequences.begin([[RELATION, 0]]);
});

describe('what a statement drew before it waited', () => {
  it('is nothing if it drew nothing', () => {
    const before = sequences.position();
    expect(sequences.drawnSince(before)).toBeUndefined();
    draw(1);
    const after = sequences.position();
    expect(sequences.drawnSince(after)).toBeUndefined();
  });

  it('is everything since the last value that anybody drew', () => {
    const before = sequences.position();
    draw(3);
    expect(sequences.drawnSince(before)).toEqual({ sequence: PLACE, first: 1, last: 3 });
    const next = sequences.position();
    draw(5);
    expect(sequences.drawnSince(next)).toEqual({ sequence: PLACE, first: 4, last: 5 });
  });

  it('begins after what others drew in between', () => {
    draw(7);
    sequences.note();
    const before = sequences.position();
    draw(8);
    expect(sequences.drawnSince(before)).toMatchObject({ first: 8, last: 8 });
  });

  it('counts in the steps of the sequence, downwards too', () => {
    sequences.begin([[RELATION, 10]]);
    const before = sequences.position();
    draw(0, -5);
    expect(sequences.drawnSince(before)).toMatchObject({ first: 5, last: 0 });
  });

  it('is one value of a sequence that nobody knows', () => {
    sequences.begin([]);
    const before = sequences.position();
    draw(40);
    expect(sequences.drawnSince(before)).toMatchObject({ first: 40, last: 40 });
  });
});

describe('a replay', () => {
  it('has the session believe that it had reserved the values', () => {
    draw(9);
    sequences.replay({ sequence: PLACE, first: 4, last: 6 });
    expect(memory.readLong(PLACE + SEQUENCE.last)).toBe(3);
    expect(memory.readLong(PLACE + SEQUENCE.cached)).toBe(6);
  });

  it('loses in its end what was not drawn again', () => {
    draw(9);
    sequences.replay({ sequence: PLACE, first: 4, last: 6 });
    memory.writeLong(PLACE + SEQUENCE.last, 5);
    sequences.endReplay({ sequence: PLACE, first: 4, last: 6 });
    expect(memory.readLong(PLACE + SEQUENCE.cached)).toBe(5);
  });
});
