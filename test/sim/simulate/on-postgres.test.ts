import { describe, expect, it } from 'vitest';
import { simulate } from '../../../sim/index.ts';
import { missingServer } from '../../support/embedded-server.ts';

const SCHEMA = 'create table account (id text primary key, balance integer not null)';

describe.skipIf(missingServer)(`own code on a real server${missingServer}`, () => {
  it.each([
    ['is found to lose an update', 'select balance from account', 1],
    ['holds with a lock', 'select balance from account for update', 0],
  ])('%s', async (_, read, failures) => {
    const result = await simulate(
      { schema: SCHEMA, target: 'postgres', runs: 30, seed: 'own' },
      async (world) => {
        await world.pool.query(`insert into account values ('a', 0)`);
        const add = async (): Promise<void> => {
          const client = await world.pool.connect();
          try {
            await client.query('begin');
            const { rows } = await client.query<{ balance: number }>(read);
            await client.query('update account set balance = $1', [(rows[0]?.balance ?? 0) + 1]);
            await client.query('commit');
          } finally {
            client.release();
          }
        };
        await world.actors({ one: add, two: add });
        const { rows } = await world.pool.query<{ balance: number }>('select balance from account');
        if (rows[0]?.balance !== 2) throw new Error(`the balance is ${rows[0]?.balance}`);
      },
    );
    expect(result.failures).toHaveLength(failures);
  });
});
