import { expect } from 'vitest';
import { simTest } from '../../../sim/vitest/index.ts';
import { bank } from './bank.ts';
import { transfer } from './transfer.ts';

const schema = 'create table account (id text primary key, balance int not null)';

simTest('transfers keep the sum', { schema }, async ({ pool, actors }) => {
  const db = bank(pool);
  const accounts = ['a', 'b', 'c'].map((id) => ({ id, balance: 100 }));
  await db.insertInto('account').values(accounts).execute();
  await actors({
    alice: () => transfer(db, 'a', 'b', 10),
    bob: () => transfer(db, 'b', 'c', 20),
  });
  const sum = db.selectFrom('account').select((account) => account.fn.sum<string>('balance').as('sum'));
  expect(await sum.execute()).toEqual([{ sum: '300' }]);
});
