import { sum } from 'drizzle-orm';
import { expect } from 'vitest';
import { simTest } from '../../../sim/vitest/index.ts';
import { account, bank } from './bank.ts';
import { transfer } from './losing-transfer.ts';

const schema = 'create table account (id text primary key, balance int not null)';

simTest.fails('transfers keep the sum', { schema }, async ({ pool, actors }) => {
  const db = bank(pool);
  await db.insert(account).values(['a', 'b', 'c'].map((id) => ({ id, balance: 100 })));
  await actors({
    alice: () => transfer(db, 'a', 'b', 10),
    bob: () => transfer(db, 'b', 'c', 20),
  });
  expect(await db.select({ sum: sum(account.balance) }).from(account)).toEqual([{ sum: '300' }]);
});
