import assert from 'node:assert/strict';
import { failureText } from '../../../reports/index.ts';
import { simulate } from '../../../sim/index.ts';
import { transfer } from '../pg/losing-transfer.ts';

const schema = 'create table account (id text primary key, balance int not null)';

const result = await simulate({ name: 'transfers', schema }, async ({ pool, actors }) => {
  await pool.query(`insert into account values ('a', 100), ('b', 100), ('c', 100)`);
  await actors({
    alice: () => transfer(pool, 'a', 'b', 10),
    bob: () => transfer(pool, 'b', 'c', 20),
  });
  const { rows } = await pool.query('select sum(balance)::int from account');
  assert.equal(rows[0].sum, 300);
});

for (const failure of result.failures) {
  process.stdout.write(`${failureText(result, failure, { command: 'npx tsx transfers.ts' })}\n`);
  process.exitCode = 1;
}
