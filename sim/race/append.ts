import type { Race, Racer } from './race.ts';
import { EVENTS } from './tables.ts';

const APPEND = `insert into event (stream, seq, body)
  select 's', coalesce(max(seq), 0) + 1, $1 from event where stream = 's' returning seq`;

const bare =
  (name: string): Racer =>
  async ({ query }) => {
    await query('begin');
    await query(APPEND, [`${name} 1`]);
    await query(APPEND, [`${name} 2`]);
    await query('commit');
  };

const serialised =
  (name: string): Racer =>
  async ({ query }) => {
    await query('begin');
    await query('select pg_advisory_xact_lock(7)::text');
    await query(APPEND, [`${name} 1`]);
    await query(APPEND, [`${name} 2`]);
    await query('commit');
  };

const append = (name: string, summary: string, racer: (name: string) => Racer): Race => ({
  name,
  summary,
  schema: [EVENTS],
  rows: [`insert into event (stream, seq, body) values ('s', 1, 'first')`],
  racers: { ada: racer('ada'), ben: racer('ben'), cem: racer('cem') },
  left: ['select stream, seq, body from event order by stream, seq'],
});

/** Numbers taken from max(seq) + 1: raced, and one after the other. */
export const appends: readonly Race[] = [
  append('append-raced', 'three append under max(seq) + 1: who waited gets 23505 (READ COMMITTED)', bare),
  append('append-serialised', 'three append under max(seq) + 1, holding an advisory lock', serialised),
];
