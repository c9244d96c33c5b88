import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faults, schedules } from '../../../sim/fast-check/index.ts';
import { credit } from './credit.ts';

const schema = 'create table account (id text primary key, balance int not null)';
const amount = fc.integer({ min: 1, max: 100 });

it.fails('credits add up', () =>
  fc.assert(
    fc.asyncProperty(
      schedules(),
      faults(['lost-connection', 'lost-commit']),
      amount,
      amount,
      (schedule, faults, a, b) =>
        schedule.run({ schema, faults }, async ({ pool, actors }) => {
          await pool.query(`insert into account values ('x', 0)`);
          await actors({ alice: () => credit(pool, 'x', a), bob: () => credit(pool, 'x', b) });
          const { rows } = await pool.query('select balance from account');
          expect(rows).toEqual([{ balance: a + b }]);
        }),
    ),
    { seed: 1 },
  ));
