import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Session, SqlAnswer, Target } from '../../../sim/target/index.ts';
import { realTargets } from '../../support/all-targets.ts';
import { worldOf } from '../../support/targets.ts';

const SCHEMA = ['create table account (id text primary key, balance integer not null)'];
const ALL = 'select id, balance from account order by id';
const MORE = `update account set balance = balance + 10 where id = 'a'`;

describe.each(realTargets)('peek, $title', ({ boot, isMissing }) => {
  describe.skipIf(isMissing)('looks at a database while sessions go on', () => {
    let target: Target;
    let one: Session;
    let other: Session;

    beforeAll(async () => {
      target = await boot(SCHEMA);
    });
    afterAll(() => target?.close());
    beforeEach(() => {
      target.reset(worldOf());
      one = target.openSession();
      other = target.openSession();
      one.execute({ text: `insert into account values ('a', 1)` });
    });

    const balance = (): unknown => {
      const [row] = (target.peek?.(ALL) ?? []) as readonly { readonly balance: number }[]; // the query's column
      return row?.balance;
    };

    it('and sees what is committed, and nothing that is not', () => {
      expect(target.peek?.(ALL)).toEqual([{ id: 'a', balance: 1 }]);
      one.execute({ text: MORE, begins: true });
      expect(balance()).toBe(1);
      one.execute({ text: 'commit' });
      expect(balance()).toBe(11);
    });

    it('and leaves transactions and those who wait as they are', () => {
      one.execute({ text: MORE, begins: true });
      expect(other.execute({ text: MORE })).toBeUndefined();
      expect(balance()).toBe(1);
      expect(other.hasAnswer()).toBe(false);
      one.execute({ text: MORE });
      expect(balance()).toBe(1);
      one.execute({ text: 'commit' });
      expect(other.collect()?.answer as Partial<SqlAnswer>).toMatchObject({ count: 1 });
      expect(balance()).toBe(31);
    });

    it('and says that it cannot as long as a lock keeps readers out', () => {
      one.execute({ text: 'lock table account', begins: true });
      expect(target.peek?.(ALL)).toBeUndefined();
      expect(other.execute({ text: ALL })).toBeUndefined();
      expect(target.peek?.(ALL)).toBeUndefined();
      one.execute({ text: 'commit' });
      expect(other.hasAnswer()).toBe(true);
      expect(balance()).toBe(1);
    });

    it('and throws what is no query', () => {
      expect(() => target.peek?.('select nothing')).toThrow(/nothing/);
      expect(balance()).toBe(1);
    });
  });
});
