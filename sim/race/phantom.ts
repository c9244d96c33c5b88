import type { Race, Racer } from './race.ts';
import { JOBS } from './tables.ts';

const FREE = 'select id from job where taken_by is null order by id';

const count =
  (isolation: string): Racer =>
  async ({ query }) => {
    await query(`begin isolation level ${isolation}`);
    await query(FREE);
    await query('select count(*) from job');
    await query(FREE);
    await query('commit');
  };

/** Rows that come and go between two reads of one transaction. */
export const phantom: Race = {
  name: 'phantom',
  summary: 'jobs that come and go between the reads of one transaction (READ COMMITTED and REPEATABLE READ)',
  schema: [JOBS],
  rows: ['insert into job (id) values (1), (2)'],
  racers: {
    fresh: count('read committed'),
    steady: count('repeatable read'),
    adder: async ({ query }) => {
      await query('insert into job (id) values (3)');
      await query('delete from job where id = 1');
    },
    taker: async ({ query }) => {
      await query('begin');
      await query(`update job set taken_by = 'taker' where taken_by is null`);
      await query('insert into job (id) values (4)');
      await query('commit');
    },
  },
  left: ['select id, taken_by from job order by id'],
};
