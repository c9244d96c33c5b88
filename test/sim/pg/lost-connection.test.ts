import { describe, expect, it } from 'vitest';
import type { SessionFaultName } from '../../../sim/fault/index.ts';
import { type Decision, DEFAULT_LIMITS } from '../../../sim/kernel/index.ts';
import { UnheardLossError } from '../../../sim/pg/index.ts';
import { type ActorBody, type SimulateRun, UnhandledRejectionError } from '../../../sim/simulate/index.ts';
import { runBody } from '../../../sim/simulate/run-body.ts';
import { bootedTarget } from '../../support/own-code.ts';

const target = bootedTarget('create table entry (id int primary key)');

const LOST = 'Connection terminated unexpectedly';

/** An actor's only run, in which a fault happens at the first step with a text at which it can, once. */
function struck(fault: SessionFaultName, text: string, body: ActorBody<unknown>): Promise<SimulateRun> {
  const strikes = ({ options }: Decision): number =>
    options.findIndex((option) => option.fault === fault && option.label.includes(text));
  const inActor: ActorBody<unknown> = ({ actor }) => actor('app', body);
  const plan = { target: target(), name: 'struck', body: inActor, limits: DEFAULT_LIMITS, pool: {} };
  return runBody(plan, 'seed', () => ({ choose: (decision) => Math.max(0, strikes(decision)) }), {
    names: [fault],
    most: 1,
  });
}

async function wellStruck(...args: Parameters<typeof struck>): Promise<void> {
  const { failure, faults } = await struck(...args);
  if (failure) throw failure.error;
  expect([...faults]).toEqual([[args[0], 1]]);
}

describe('a lost connection', () => {
  it('fails a query of the pool, which gives a fresh client from there on', () =>
    wellStruck('lost-connection', 'insert', async ({ pool }) => {
      await expect(pool.query('insert into entry values (1)')).rejects.toThrow(LOST);
      expect(pool.totalCount).toBe(0);
      expect((await pool.query('select * from entry')).rows).toEqual([]);
      expect(pool.totalCount).toBe(1);
    }));

  it('fails the query of a client, tells its listeners, and ends it: later queries fail, and the pool drops it', () =>
    wellStruck('lost-connection', 'insert', async ({ pool }) => {
      const client = await pool.connect();
      const heard: string[] = [];
      client.on('error', (error) => heard.push(error.message));
      client.on('end', () => heard.push('end'));
      await expect(client.query('insert into entry values (1)')).rejects.toThrow(LOST);
      await expect(client.query('select 1')).rejects.toThrow('not queryable');
      expect(heard).toEqual([LOST, 'end']);
      client.release();
      expect([pool.totalCount, pool.idleCount]).toEqual([0, 0]);
      expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    }));

  it('rolls back what its transaction had done, and lets others go on', () =>
    wellStruck('lost-connection', 'commit', async ({ pool }) => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      await client.query('begin');
      await client.query('insert into entry values (1)');
      await expect(client.query('commit')).rejects.toThrow(LOST);
      client.release();
      await pool.query('insert into entry values (1)');
    }));

  it('ends the process where nobody hears of it, and so fails the run', async () => {
    const result = await struck('lost-connection', 'insert', async ({ pool }) => {
      const client = await pool.connect();
      await client.query('insert into entry values (1)').catch(() => undefined);
      client.release();
    });
    const error = result.failure?.error;
    expect(error).toBeInstanceOf(UnheardLossError);
    expect(String(error)).toContain("client.on('error', …)");
  });

  it('lets an error that a listener throws be what it is', async () => {
    const result = await struck('lost-connection', 'insert', async ({ pool }) => {
      const client = await pool.connect();
      client.on('error', () => {
        throw new Error('mine');
      });
      await client.query('insert into entry values (1)').catch(() => undefined);
    });
    expect(result.failure?.error).toBeInstanceOf(UnhandledRejectionError);
    expect(String(result.failure?.error)).toContain('mine');
  });
});

describe('a lost commit', () => {
  it.each([
    ['of a single statement', 'insert', ['insert into entry values (7)']],
    ['of a transaction', 'commit', ['begin', 'insert into entry values (7)', 'commit']],
  ])('%s has taken effect, though whoever made it is told of a lost connection', (_, text, statements) =>
    wellStruck('lost-commit', text, async ({ pool }) => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      const last = statements.at(-1) ?? '';
      for (const statement of statements.slice(0, -1)) await client.query(statement);
      await expect(client.query(last)).rejects.toThrow(LOST);
      client.release();
      expect((await pool.query('select id from entry')).rows).toEqual([{ id: 7 }]);
    }),
  );
});

describe('other faults of a session', () => {
  it.each([
    ['read-error', '58030'],
    ['serialization-failure', '40001'],
    ['deadlock', '40P01'],
  ] as const)('%s refuses a statement with %s, and its transaction can only be rolled back', (fault, code) =>
    wellStruck(fault, 'insert', async ({ pool }) => {
      const client = await pool.connect();
      await client.query('begin');
      await expect(client.query('insert into entry values (1)')).rejects.toMatchObject({ code });
      await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
      await client.query('rollback');
      client.release();
      expect((await pool.query('select id from entry')).rows).toEqual([]);
    }),
  );

  it('pool-exhausted has somebody wait for a client in vain', () =>
    wellStruck('pool-exhausted', 'client', async ({ pool }) => {
      await expect(pool.connect()).rejects.toThrow('timeout exceeded when trying to connect');
      (await pool.connect()).release();
    }));

  it('pool-exhausted fails a query of the pool', () =>
    wellStruck('pool-exhausted', 'client', async ({ pool }) => {
      await expect(pool.query('select 1')).rejects.toThrow('timeout exceeded when trying to connect');
      await pool.query('select 1');
    }));
});
