import type { Race, Racer } from './race.ts';
import { ACCOUNTS } from './tables.ts';

const transfer =
  (from: string, to: string): Racer =>
  async ({ query }) => {
    const add = 'update account set balance = balance + $1 where id = $2 returning balance';
    await query('begin');
    await query(add, [-10, from]);
    await query(add, [10, to]);
    await query('commit');
  };

/** Transfers in a circle: some order of them is a deadlock. */
export const transfers: Race = {
  name: 'transfers',
  summary: 'three transfers in a circle, which may deadlock: 40P01 to whose wait closes the cycle',
  schema: [ACCOUNTS],
  rows: [`insert into account (id, balance) values ('alice', 100), ('bob', 100), ('carol', 100)`],
  racers: {
    one: transfer('alice', 'bob'),
    two: transfer('bob', 'carol'),
    three: transfer('carol', 'alice'),
  },
  left: ['select id, balance from account order by id'],
};
