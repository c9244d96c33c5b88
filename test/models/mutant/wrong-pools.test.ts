import { describe, expect, it } from 'vitest';
import { STATEMENTS } from '../../../models/mutant/index.ts';
import { sendingInstead, withoutTransactions, withSwapped } from '../../../models/mutant/wrong-pools.ts';
import type { Sql, SqlPool } from '../../../src/ports/index.ts';

/** A pool that remembers what it was asked, and answers with it. */
function listening(): { readonly pool: SqlPool; readonly sent: string[] } {
  const sent: string[] = [];
  const query: Sql['query'] = (text) => {
    sent.push(nameOf(text));
    return Promise.resolve([{ answer: nameOf(text) } as never]); // whoever asks expects just that
  };
  return {
    sent,
    pool: {
      query,
      async transaction(body) {
        sent.push('begin');
        const result = await body({ query });
        sent.push('commit');
        return result;
      },
    },
  };
}

function nameOf(text: string): string {
  return STATEMENTS.find((statement) => statement.text === text)?.name ?? text;
}

function textOf(name: string): string {
  return STATEMENTS.find((statement) => statement.name === name)?.text ?? name;
}

/** Sends statements of the engine, by their names, one after the other in one transaction. @returns their answers. */
function inTransaction(pool: SqlPool, ...names: readonly string[]): Promise<readonly unknown[]> {
  return pool.transaction(async (session) => {
    const answers: unknown[] = [];
    for (const name of names) answers.push(await session.query(textOf(name)));
    return answers;
  });
}

describe('a database to which one statement is sent otherwise', () => {
  it('gets the other one, in transactions and outside, and all else as it is', async () => {
    const { pool, sent } = listening();
    const wrong = sendingInstead(pool, 'a', 'A');
    await wrong.query('a');
    await inTransaction(wrong, 'b', 'a');
    expect(sent).toEqual(['A', 'begin', 'b', 'A', 'commit']);
  });
});

describe('a database without transactions', () => {
  it('gets each statement by itself', async () => {
    const { pool, sent } = listening();
    expect(await inTransaction(withoutTransactions(pool), 'a', 'b')).toEqual([
      [{ answer: 'a' }],
      [{ answer: 'b' }],
    ]);
    expect(sent).toEqual(['a', 'b']);
  });
});

describe('a database to which two statements are sent in another order', () => {
  const swap = { first: 'set-next-run', second: 'open-runs' };

  it('gets the second first; the first is answered with no rows', async () => {
    const { pool, sent } = listening();
    const answers = await inTransaction(withSwapped(pool, swap), 'set-next-run', 'open-runs', 'lock-task');
    expect(sent).toEqual(['begin', 'open-runs', 'set-next-run', 'lock-task', 'commit']);
    expect(answers).toEqual([[], [{ answer: 'open-runs' }], [{ answer: 'lock-task' }]]);
  });

  it('gets the first where it belongs if another one follows', async () => {
    const { pool, sent } = listening();
    await inTransaction(withSwapped(pool, swap), 'set-next-run', 'lock-task', 'open-runs');
    expect(sent).toEqual(['begin', 'set-next-run', 'lock-task', 'open-runs', 'commit']);
  });

  it('gets the first at the end of the transaction if nothing follows', async () => {
    const { pool, sent } = listening();
    await inTransaction(withSwapped(pool, swap), 'lock-task', 'set-next-run');
    expect(sent).toEqual(['begin', 'lock-task', 'set-next-run', 'commit']);
  });

  it('gets nothing late from a transaction that has failed', async () => {
    const { pool, sent } = listening();
    const failing = withSwapped(pool, swap).transaction(async (session) => {
      await session.query(textOf('set-next-run'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(sent).toEqual(['begin']);
  });

  it('gets a lock only after whatever follows, and is looked at before', async () => {
    const { pool, sent } = listening();
    const wrong = withSwapped(pool, { first: 'lock-task', glance: 'a glance' });
    expect(await inTransaction(wrong, 'lock-task', 'fail-attempt')).toEqual([
      [{ answer: 'a glance' }],
      [{ answer: 'fail-attempt' }],
    ]);
    expect(sent).toEqual(['begin', 'a glance', 'fail-attempt', 'lock-task', 'commit']);
  });
});
