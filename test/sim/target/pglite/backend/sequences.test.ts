import { beforeEach, describe, expect, it } from 'vitest';
import type { BackendFunctions } from '../../../../../sim/target/pglite/backend/backends.ts';
import { HashTables } from '../../../../../sim/target/pglite/backend/hash-tables.ts';
import { SEQUENCE, STATIC } from '../../../../../sim/target/pglite/backend/layout.ts';
import { Memory } from '../../../../../sim/target/pglite/backend/memory.ts';
import { drawnTogether, Sequences } from '../../../../../sim/target/pglite/backend/sequences.ts';

/** Where a session remembers its sequences, for this test, and another one the same. */
const [PLACE, OTHER_PLACE, ELSEWHERE] = [64, 128, 192];
const [RELATION, OTHER_RELATION] = [16_400, 16_401];

let memory: Memory;
let sequences: Sequences;
/** What the session that is on remembers. */
let places: number[];

/** What PostgreSQL does when a session draws. */
function draw(last: number, increment = 1, place = PLACE, relation = RELATION): void {
  if (!places.includes(place)) places.push(place);
  memory.bytes[place + SEQUENCE.isUsed] = 1;
  memory.write(place + SEQUENCE.relation, relation);
  memory.writeLong(place + SEQUENCE.last, last);
  memory.writeLong(place + SEQUENCE.cached, last);
  memory.writeLong(place + SEQUENCE.increment, increment);
}

beforeEach(() => {
  memory = new Memory({ HEAPU8: new Uint8Array(STATIC.sequenceTable + 64) });
  memory.write(STATIC.sequenceTable, 4_096);
  places = [];
  let next = 0;
  // Tables are gone through with these alone.
  const functions = {
    malloc: () => 0,
    hash_seq_init: () => void (next = 0),
    hash_seq_search: () => places[next++] ?? 0,
  } as unknown as BackendFunctions;
  sequences = new Sequences(memory, new HashTables(functions));
  sequences.begin([
    [RELATION, 0],
    [OTHER_RELATION, 0],
  ]);
});

describe('what a statement drew', () => {
  it('is nothing if it drew nothing', () => {
    expect(sequences.drawn()).toEqual([]);
    draw(1);
    sequences.drawn();
    expect(sequences.drawn()).toEqual([]);
  });

  it('is everything since the last value that anybody drew', () => {
    draw(3);
    expect(sequences.drawn()).toEqual([{ sequence: PLACE, first: 1, last: 3 }]);
    draw(5);
    expect(sequences.drawn()).toEqual([{ sequence: PLACE, first: 4, last: 5 }]);
  });

  it('begins after what others drew in between, whatever the session did meanwhile', () => {
    draw(3);
    sequences.drawn();
    places = [];
    draw(7, 1, ELSEWHERE);
    sequences.drawn();
    places = [PLACE];
    sequences.drawn();
    draw(8);
    expect(sequences.drawn()).toEqual([{ sequence: PLACE, first: 8, last: 8 }]);
  });

  it('may be of several sequences', () => {
    draw(2);
    draw(3, 1, OTHER_PLACE, OTHER_RELATION);
    const both = sequences.drawn();
    expect(both).toEqual([
      { sequence: PLACE, first: 1, last: 2 },
      { sequence: OTHER_PLACE, first: 1, last: 3 },
    ]);
    draw(3);
    expect(drawnTogether(both.slice(1), sequences.drawn())).toEqual([
      { sequence: OTHER_PLACE, first: 1, last: 3 },
      { sequence: PLACE, first: 3, last: 3 },
    ]);
    draw(4);
    expect(drawnTogether(both, sequences.drawn())).toEqual(both);
  });

  it('counts in the steps of the sequence, downwards too', () => {
    sequences.begin([[RELATION, 10]]);
    draw(0, -5);
    expect(sequences.drawn()).toMatchObject([{ first: 5, last: 0 }]);
  });

  it('is one value of a sequence that nobody knows', () => {
    sequences.begin([]);
    draw(40);
    expect(sequences.drawn()).toMatchObject([{ first: 40, last: 40 }]);
  });
});

describe('a replay', () => {
  const last = (): number => memory.readLong(PLACE + SEQUENCE.last);
  const cached = (): number => memory.readLong(PLACE + SEQUENCE.cached);

  it('has the session believe that it had reserved the values', () => {
    draw(9);
    sequences.replay([{ sequence: PLACE, first: 4, last: 6 }], () =>
      expect([last(), cached()]).toEqual([3, 6]),
    );
  });

  it('loses in its end what was not drawn again', () => {
    draw(9);
    sequences.drawn();
    sequences.replay([{ sequence: PLACE, first: 4, last: 6 }], () =>
      memory.writeLong(PLACE + SEQUENCE.last, 5),
    );
    expect(cached()).toBe(5);
    expect(sequences.drawn()).toEqual([]);
    draw(10);
    expect(sequences.drawn()).toMatchObject([{ first: 10, last: 10 }]);
  });

  it('may go on to values that nobody has drawn', () => {
    draw(6);
    const drawn = sequences.drawn();
    sequences.replay(drawn, () => draw(8));
    expect(cached()).toBe(8);
    expect(sequences.drawn()).toMatchObject([{ first: 7, last: 8 }]);
  });
});
