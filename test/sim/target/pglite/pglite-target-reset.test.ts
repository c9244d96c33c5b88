import { beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../../../sim/target/index.ts';
import { host } from '../../../../sim/kernel/index.ts';
import { collectGarbage } from '../../../support/simulations.ts';
import { executionOf, refusalOf, rowsOf, sharedTarget, worldOf } from '../../../support/targets.ts';

const target = sharedTarget([
  'create table thing (id integer generated always as identity primary key, name text)',
  'create table part (id bigserial primary key, thing_id integer references thing (id), at timestamptz default now())',
  'create schema other',
  'create table other."Odd Name" (id integer primary key, parent integer references other."Odd Name" (id))',
  'create sequence ticket start with 100 increment by 5',
]);

/** Everything by which a run could tell what was before it. */
const PROBES: readonly string[] = [
  'select count(*) from thing',
  'insert into thing (name) values ($$a$$), ($$b$$) returning id, name',
  'insert into part (thing_id) values (1), (2) returning id, at',
  'insert into other."Odd Name" values (1, null), (2, 1) returning id',
  "select nextval('ticket') as ticket",
  'select random() as random',
  'select gen_random_uuid() as uuid',
  'select now() as now, clock_timestamp() as clock, statement_timestamp() as statement, current_date as day',
  'select array_agg(random()) as several from generate_series(1, 3)',
  'select random() as random, gen_random_uuid() as uuid from thing order by id',
  "select current_setting('timezone') as zone, current_setting('transaction_isolation') as level",
  'select id, name from thing order by id',
];

/** What a run sees, to the last byte of what went over the wire. */
function look(world: World): { readonly rows: readonly unknown[]; readonly wire: string } {
  target().reset(world);
  const session = target().openSession();
  const wire: string[] = [];
  const rows = PROBES.map((text) => {
    const execution = executionOf(session, { text });
    wire.push(
      ...execution.wire.map((part) =>
        typeof part === 'string' ? part : Buffer.from(part).toString('base64'),
      ),
    );
    return execution.answer;
  });
  return { rows, wire: wire.join() };
}

/** Runs that leave as much behind as they can. */
const EARLIER: Readonly<Record<string, () => void>> = {
  'nothing at all': () => target().reset(worldOf('earlier')),
  'rows in every table': () => {
    look(worldOf('earlier', 123_456));
  },
  'many rows and updates': () => {
    target().reset(worldOf('earlier'));
    const session = target().openSession();
    rowsOf(session, "insert into thing (name) select 'thing ' || n from generate_series(1, 2000) as n");
    rowsOf(session, 'insert into part (thing_id) select id from thing');
    rowsOf(session, "update thing set name = name || '!'");
  },
  'sequences far ahead': () => {
    target().reset(worldOf('earlier'));
    rowsOf(
      target().openSession(),
      "select setval('ticket', 5000), nextval('part_id_seq'), nextval('thing_id_seq')",
    );
  },
  'another seed for random()': () => {
    target().reset(worldOf('earlier'));
    const session = target().openSession();
    rowsOf(session, 'select setseed(0.25)');
    rowsOf(session, 'select random(), gen_random_uuid() from generate_series(1, 100)');
  },
  'an open transaction': () => {
    target().reset(worldOf('earlier'));
    rowsOf(target().openSession(), "insert into thing (name) values ('uncommitted')", [], true);
  },
  'a failed transaction': () => {
    target().reset(worldOf('earlier'));
    const session = target().openSession();
    rowsOf(session, "insert into thing (name) values ('uncommitted')", [], true);
    refusalOf(session, 'select 1 / 0');
  },
  'a transaction that failed at once': () => {
    target().reset(worldOf('earlier'));
    refusalOf(target().openSession(), 'select * from nowhere', [], true);
  },
  'refused statements': () => {
    target().reset(worldOf('earlier'));
    const session = target().openSession();
    refusalOf(session, 'insert into part (thing_id) values (77)');
    refusalOf(session, 'nonsense');
  },
};

describe('a reset', () => {
  let first: ReturnType<typeof look>;
  beforeEach(() => {
    first = look(worldOf('w', 1_500));
  });

  it('brings a world of its own', () => {
    expect(first.rows.slice(0, 5)).toMatchObject([
      { rows: [{ count: 0 }], count: 1 },
      {
        rows: [
          { id: 1, name: 'a' },
          { id: 2, name: 'b' },
        ],
        count: 2,
      },
      {
        rows: [
          { id: 1, at: '2000-01-01 00:00:01.5+00' },
          { id: 2, at: '2000-01-01 00:00:01.5+00' },
        ],
        count: 2,
      },
      { rows: [{ id: 1 }, { id: 2 }], count: 2 },
      { rows: [{ ticket: 100 }], count: 1 },
    ]);
    const time = '2000-01-01 00:00:01.5+00';
    expect(first.rows[7]).toMatchObject({
      rows: [{ now: time, clock: time, statement: time, day: '2000-01-01' }],
      count: 1,
    });
  });

  it.each(Object.keys(EARLIER))('makes the same world look the same, to the byte, after %s', (name) => {
    EARLIER[name]?.();
    expect(look(worldOf('w', 1_500))).toEqual(first);
  });

  it('makes another world look otherwise', () => {
    const randomness = [5, 6, 8, 9];
    const otherSeed = look(worldOf('x', 1_500));
    for (const index of randomness) expect(otherSeed.rows[index]).not.toEqual(first.rows[index]);
    expect(otherSeed.rows[7]).toEqual(first.rows[7]);
    const otherTime = look(worldOf('w', 1_501));
    for (const index of randomness) expect(otherTime.rows[index]).toEqual(first.rows[index]);
    expect(otherTime.rows[7]).not.toEqual(first.rows[7]);
  });

  it('lets everybody go on', () => {
    rowsOf(target().openSession(), 'lock table thing', [], true);
    const waiting = target().openSession();
    expect(waiting.execute({ text: 'select id from thing' })).toBeUndefined();
    target().reset(worldOf());
    expect(rowsOf(target().openSession(), 'select id from thing')).toEqual([]);
    expect(waiting.hasAnswer()).toBe(false);
  });
});

describe('thousands of resets', () => {
  it('look alike, and take no memory', async () => {
    const expected = look(worldOf('w'));
    const used = async (): Promise<{ readonly heap: number; readonly buffers: number }> => {
      for (let time = 0; time < 3; time += 1) {
        collectGarbage();
        await new Promise((resolve) => host.setImmediate(resolve)); // buffers are given back between turns
      }
      const { heapUsed, external } = process.memoryUsage();
      return { heap: heapUsed, buffers: external };
    };
    const play = (runs: number): void => {
      for (let run = 0; run < runs; run += 1) {
        target().reset(worldOf(String(run)));
        const session = target().openSession();
        rowsOf(
          session,
          "insert into thing (name) select 'thing ' || n from generate_series(1, 5) as n",
          [],
          true,
        );
        rowsOf(session, 'commit');
        rowsOf(session, 'select id, name from thing order by id');
      }
    };
    play(500); // whatever grows once has grown
    const before = await used();
    play(2_000);
    const after = await used();
    expect(look(worldOf('w'))).toEqual(expected);
    expect(after.heap - before.heap).toBeLessThan(1_000_000);
    expect(after.buffers - before.buffers).toBeLessThan(1_000_000);
  });
});
