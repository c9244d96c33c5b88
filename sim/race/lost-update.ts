import type { Race, Racer } from './race.ts';
import { ACCOUNTS } from './tables.ts';

const deposit =
  (amount: number): Racer =>
  async ({ query }) => {
    await query('begin');
    const [account] = await query<{ balance: number }>(`select balance from account where id = 'alice'`);
    await query(`update account set balance = $1 where id = 'alice'`, [(account?.balance ?? 0) + amount]);
    await query('commit');
  };

/** What is read and then written: the last one wins, and what the other wrote is lost. */
export const lostUpdate: Race = {
  name: 'lost-update',
  summary: 'three deposits that read the balance, then write it (READ COMMITTED)',
  schema: [ACCOUNTS],
  rows: [`insert into account (id, balance) values ('alice', 100)`],
  racers: { ten: deposit(10), twenty: deposit(20), thirty: deposit(30) },
  left: ['select id, balance from account order by id'],
};
