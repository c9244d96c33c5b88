import type { SqlValue } from '../../src/ports/index.ts';
import type { RandomStream } from '../kernel/index.ts';
import type { Race, Racer } from './race.ts';
import { ACCOUNTS, EVENTS } from './tables.ts';

const IDS = ['alice', 'bob', 'carol'];
const ISOLATIONS = ['read committed', 'read committed', 'repeatable read'];

type Draw = (random: RandomStream) => readonly [text: string, values?: readonly SqlValue[]];

const id = (random: RandomStream): string => pick(random, IDS);

/** Statements that meet each other in many ways. */
const STATEMENTS: readonly Draw[] = [
  () => ['select id, balance from account order by id'],
  (random) => ['select balance from account where id = $1 for update', [id(random)]],
  (random) => ['select balance from account where id = $1 for share', [id(random)]],
  (random) => [
    'select id from account where balance >= $1 order by id for no key update',
    [random.below(200)],
  ],
  (random) => [
    'select id from account order by id limit 1 offset $1 for update skip locked',
    [random.below(2)],
  ],
  (random) => [
    'update account set balance = balance + $1 where id = $2 returning balance',
    [random.below(50), id(random)],
  ],
  (random) => [
    'update account set balance = balance - 30 where id = $1 and balance > $2',
    [id(random), random.below(150)],
  ],
  (random) => ['delete from account where id = $1', [id(random)]],
  (random) => ['insert into account (id, balance) values ($1, 1)', [id(random)]],
  (random) => ['insert into account (id, balance) values ($1, 2) on conflict do nothing', [id(random)]],
  (random) => [
    `insert into account (id, balance) values ($1, 3)
     on conflict (id) do update set balance = account.balance + excluded.balance returning balance`,
    [id(random)],
  ],
  () => [
    `insert into event (stream, seq, body) select 's', coalesce(max(seq), 0) + 1, 'x' from event returning seq`,
  ],
  () => [
    `insert into event (stream, seq, body)
     select 't', coalesce((select max(seq) from event where stream = 't'), 0) + 1, string_agg(id, ',' order by id)
     from account returning body`,
  ],
  (random) => ['select pg_advisory_xact_lock($1)::text', [random.below(2)]],
  (random) => ['select pg_try_advisory_xact_lock_shared($1)', [random.below(2)]],
];

const player: Racer = async ({ query, random }) => {
  for (let transactions = 2; transactions > 0; transactions -= 1) {
    await query(`begin isolation level ${pick(random, ISOLATIONS)}`);
    for (let left = 1 + random.below(4); left > 0; left -= 1) {
      const [text, values] = pick(random, STATEMENTS)(random);
      await query(text, values);
    }
    await query(random.below(5) === 0 ? 'rollback' : 'commit');
  }
};

/** Whatever comes to mind: transactions of statements drawn at random. */
export const medley: Race = {
  name: 'medley',
  summary: 'three sessions of two transactions each, their statements drawn at random',
  schema: [ACCOUNTS, EVENTS],
  rows: [`insert into account (id, balance) values ('alice', 100), ('bob', 50)`],
  racers: { one: player, two: player, three: player },
  left: [
    'select id, balance from account order by id',
    'select stream, seq, body from event order by stream, seq',
  ],
};

function pick<Thing>(random: RandomStream, things: readonly Thing[]): Thing {
  // There is something at every index below the length.
  return things[random.below(things.length)] as Thing;
}
