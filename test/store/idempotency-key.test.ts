import { expect, it } from 'vitest';
import { claimIdempotencyKey } from '../../src/store/index.ts';
import { onEachDatabase } from '../support/databases.ts';

onEachDatabase((sql) => {
  const claim = async (owner: string, scope = 's', key = 'k'): Promise<string> =>
    (await claimIdempotencyKey(sql, { scope, key, owner })).owner;

  it('says whether the key was free', async () => {
    const request = { scope: 's', key: 'k', owner: 'first' };

    expect(await claimIdempotencyKey(sql, request)).toEqual({ owner: 'first', isNew: true });
    expect(await claimIdempotencyKey(sql, request)).toEqual({ owner: 'first', isNew: false });
  });

  it('gives a key to the first owner that claims it', async () => {
    expect(await claim('first')).toBe('first');
    expect(await claim('second')).toBe('first');
    expect(await claim('first')).toBe('first');
  });

  it('tells keys and scopes apart', async () => {
    await claim('first');

    expect(await claim('second', 's', 'other')).toBe('second');
    expect(await claim('third', 'other', 'k')).toBe('third');
  });

  it('gives a key to one of several concurrent owners, and tells all of them', async () => {
    const owners = Array.from({ length: 8 }, (_, index) => `owner-${index}`);

    const answers = await Promise.all(
      owners.map((owner) =>
        sql.transaction((session) => claimIdempotencyKey(session, { scope: 's', key: 'k', owner })),
      ),
    );

    expect(new Set(answers.map(({ owner }) => owner)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await sql.query('select owner from idempotency_key')).toEqual([{ owner: answers[0]?.owner }]);
  });

  it('gives a key away again when the transaction that claimed it is rolled back', async () => {
    const failure = new Error('no');
    const rolledBack = sql.transaction(async (session) => {
      await claimIdempotencyKey(session, { scope: 's', key: 'k', owner: 'first' });
      throw failure;
    });
    await expect(rolledBack).rejects.toBe(failure);

    expect(await claim('second')).toBe('second');
  });
});
