import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { simulate, UnfinishedError } from '../../../sim/simulate/index.ts';
import { bootedTarget, failureOf, inRun } from '../../support/own-code.ts';

const target = bootedTarget('create table entry (id int primary key)');

describe('a pool in a run', () => {
  it("is a Pool of node-postgres, and its clients are node-postgres' Clients", () =>
    inRun(target(), async ({ pool }) => {
      expect(pool).toBeInstanceOf(pg.Pool);
      const client = await pool.connect();
      expect(client).toBeInstanceOf(pg.Client);
      client.release();
    }));

  it('gives no more than 10 clients at a time, or as many as it is told', () =>
    inRun(target(), async ({ pool, openPool }) => {
      for (const [each, max] of [
        [pool, 10],
        [openPool({ max: 2 }), 2],
      ] as const) {
        const clients = await Promise.all(Array.from({ length: max }, () => each.connect()));
        let late = 0;
        const waiting = Promise.all(
          [1, 2].map(async () => {
            (await each.connect()).release();
            late += 1;
          }),
        );
        await openPool().query('select 1'); // somebody else's statement goes on meanwhile
        expect([late, each.totalCount]).toEqual([0, max]);
        for (const client of clients) client.release();
        await waiting;
        expect([late, each.totalCount]).toEqual([2, max]);
      }
    }));

  it('serves whoever waits for a client in the order of their coming', async () => {
    const orders = new Set<string>();
    await simulate({ target: target(), runs: 20, pool: { max: 1 } }, async ({ pool, actor }) => {
      const client = await pool.connect();
      const order: number[] = [];
      const all = [1, 2, 3].map((n) => pool.connect().then((mine) => [order.push(n), mine.release()]));
      await actor('other', ({ openPool }) => openPool().query('select 1'));
      client.release();
      await Promise.all(all);
      orders.add(order.join());
    });
    expect([...orders]).toEqual(['1,2,3']);
  });

  it('that has no client left for its only actor is told as a run that never ends', async () => {
    const { failures } = await simulate({ target: target(), pool: { max: 1 } }, async ({ actors }) => {
      await actors({
        async greedy({ pool }) {
          const client = await pool.connect();
          await pool.query('select 1');
          client.release();
        },
      });
    });
    expect(failures[0]?.error).toBeInstanceOf(UnfinishedError);
    expect(failures[0]).toMatchObject({ actor: 'greedy' });
    expect(String(failures[0]?.error)).toContain('greedy waits for a client of its pool (1 at most)');
  });

  it('is found to be too small when two actors need two clients each', async () => {
    const result = await simulate({ target: target(), pool: { max: 2 } }, async ({ pool, actors }) => {
      const both = async (): Promise<void> => {
        const client = await pool.connect();
        await client.query('select 1');
        await pool.query('select 2');
        client.release();
      };
      await actors({ alice: both, bob: both });
    });
    expect(String(failureOf(result).error)).toMatch(/alice waits for a client .*\n {2}bob waits for/);
  });

  it('closes the session of a client that is released with an error, and what it had open', () =>
    inRun(target(), async ({ pool }) => {
      const client = await pool.connect();
      await client.query('select 1');
      client.release(new Error('broken'));
      expect(pool.totalCount).toBe(0);
      expect((await pool.query('select count(*) from entry')).rows).toEqual([{ count: '0' }]);
    }));

  it('has parsers of its own, if it is given some', () =>
    inRun(target(), async ({ openPool }) => {
      const types = { getTypeParser: () => (text: string) => `<${text}>` } as pg.CustomTypesConfig;
      expect((await openPool({ types }).query('select 1 as n')).rows).toEqual([{ n: '<1>' }]);
    }));

  it.each([
    ['cursors and streams', { submit: () => undefined }],
    ['portals', { text: 'select 1', rows: 10 }],
    ['binary results', { text: 'select 1', binary: true }],
    ['COPY', 'copy entry from stdin'],
    ['COPY', { text: 'COPY (select 1)\n TO  STDOUT' }],
  ])('refuses %s in one clear line, and can be used further', (name, query) =>
    inRun(target(), async ({ pool }) => {
      const client = await pool.connect();
      expect(() => client.query(query as unknown as string)).toThrow(`the simulator has no ${name}`);
      expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
      client.release();
    }),
  );

  it('cannot be used outside of its run', async () => {
    const pool = await inRun(target(), (world) => world.pool);
    await expect(pool.query('select 1')).rejects.toThrow('was used outside of that run');
  });

  it('takes nothing from the environment', () => {
    const { env } = process;
    const before = { ...env };
    Object.assign(env, { PGSSLMODE: 'verify-full', PGHOST: 'db.example', PGPORT: '1', PGUSER: 'nobody' });
    return inRun(target(), async ({ pool }) => {
      expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    }).finally(() => {
      for (const name of ['PGSSLMODE', 'PGHOST', 'PGPORT', 'PGUSER']) {
        if (before[name] === undefined) delete env[name];
        else env[name] = before[name];
      }
    });
  });
});
