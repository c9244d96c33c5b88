import { expect } from 'vitest';
import { simTest } from '../../../sim/vitest/index.ts';
import { transfer } from './transfer.ts';

const schema = 'create table account (id text primary key, balance int not null)';

simTest('transfers keep the sum', { schema }, async ({ pool, actors }) => {
  await pool.query(`insert into account values ('a', 100), ('b', 100), ('c', 100)`);
  await actors({
    alice: () => transfer(pool, 'a', 'b', 10),
    bob: () => transfer(pool, 'b', 'c', 20),
  });
  const { rows } = await pool.query('select sum(balance)::int from account');
  expect(rows).toEqual([{ sum: 300 }]);
});
