import { expect, it } from 'vitest';
import type { Sql, SqlPool } from '../../../src/ports/index.ts';
import { withoutRowLocks } from '../../../models/defect/without-row-locks.ts';

/** A pool that only remembers what it was asked. */
function listening(): { pool: SqlPool; texts: string[] } {
  const texts: string[] = [];
  const query: Sql['query'] = (text) => {
    texts.push(text);
    return Promise.resolve([]);
  };
  return { texts, pool: { query, transaction: (body) => body({ query }) } };
}

it('takes the lock off every row that is read, but not off claims, in transactions too', async () => {
  const { pool, texts } = listening();
  const unlocked = withoutRowLocks(pool);
  await unlocked.query('select id from task where id = $1 for update', ['a']);
  await unlocked.transaction(async (session) => {
    await session.query('select id from task\n for UPDATE');
    await session.query('select id from task limit 1 for update skip locked');
    await session.query('update task set id = $1', ['b']);
  });
  expect(texts).toEqual([
    'select id from task where id = $1 ',
    'select id from task\n ',
    'select id from task limit 1 for update skip locked',
    'update task set id = $1',
  ]);
});
