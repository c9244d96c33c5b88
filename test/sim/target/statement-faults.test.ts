import { describe, expect, it } from 'vitest';
import { type Nemesis, RandomRoot, type RunEnd, Simulation } from '../../../sim/kernel/index.ts';
import { type LostDetail, simulatedPool, type SqlDetail } from '../../../sim/target/index.ts';
import type { SqlPool } from '../../../src/ports/index.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget(['create table counter (id integer primary key, value integer not null)']);
const INSERT = 'insert into counter values ($1, $2)';

/** Runs a body; a fault happens to the first statement with this text at which it can. */
async function play(
  fault: string,
  text: string,
  body: (sql: SqlPool) => Promise<void>,
): Promise<{ readonly run: RunEnd; readonly error: unknown; readonly rows: readonly object[] }> {
  const random = new RandomRoot('seed');
  let left = 1;
  const nemesis: Nemesis = {
    allowed: () => new Set(left > 0 ? [fault] : []),
    blows: () => [],
    happened: () => (left -= 1),
  };
  const chooser = {
    choose: ({
      options,
      plain,
    }: {
      options: readonly { label: string; fault?: string }[];
      plain: number;
    }) => {
      const wished = options.findIndex((option) => option.fault === fault && option.label === text);
      return wished >= plain ? wished : 0;
    },
  };
  const simulation = new Simulation({ random, nemesis, chooser });
  target().reset({ now: () => simulation.now(), entropy: random.stream('database') });
  let error: unknown;
  simulation.spawn('a', async (actor) => {
    await body(simulatedPool(actor, target())).catch((thrown: unknown) => {
      error = thrown;
    });
  });
  const run = await simulation.run();
  expect(run).toMatchObject({ end: 'finished', failures: [] });
  expect(run.faults).toEqual(new Map([[fault, 1]]));
  return { run, error, rows: target().inspect('select * from counter order by id') };
}

const addTwo = (sql: SqlPool): Promise<void> =>
  sql.transaction(async (session) => {
    await session.query(INSERT, [1, 10]);
    await session.query(INSERT, [2, 20]);
  });

const detailsOf = ({ trace }: RunEnd): readonly (SqlDetail | LostDetail)[] =>
  trace.steps.map(({ detail }) => detail as SqlDetail | LostDetail);

describe('a connection that is lost', () => {
  it('before COMMIT takes the transaction along', async () => {
    const { run, error, rows } = await play('lost-connection', 'commit', addTwo);
    expect(String(error)).toBe('Error: Connection terminated unexpectedly');
    expect(rows).toEqual([]);
    expect(detailsOf(run).at(-1)).toEqual({ kind: 'lost', text: 'commit', values: [], isDone: false });
  });

  it('after COMMIT leaves what was committed, and its owner in doubt', async () => {
    const { run, error, rows } = await play('lost-commit', 'commit', addTwo);
    expect(String(error)).toBe('Error: Connection terminated unexpectedly');
    expect(rows).toEqual([
      { id: 1, value: 10 },
      { id: 2, value: 20 },
    ]);
    expect(detailsOf(run).at(-1)).toEqual({ kind: 'lost', text: 'commit', values: [], isDone: true });
  });

  it('after a statement of no transaction likewise', async () => {
    const { error, rows } = await play('lost-commit', INSERT, async (sql) => {
      await sql.query(INSERT, [1, 10]);
    });
    expect(String(error)).toBe('Error: Connection terminated unexpectedly');
    expect(rows).toEqual([{ id: 1, value: 10 }]);
  });

  it('in the middle of a transaction refuses whatever comes after, without a step', async () => {
    const later: string[] = [];
    const { run, rows } = await play('lost-connection', INSERT, (sql) =>
      sql.transaction(async (session) => {
        await session.query(INSERT, [1, 10]).catch(() => undefined);
        await session.query('select 1').catch((thrown: unknown) => later.push(String(thrown)));
      }),
    );
    expect(later).toEqual(['Error: Connection terminated unexpectedly']);
    expect(rows).toEqual([]);
    expect(run.trace.steps).toHaveLength(1);
  });

  it('frees its locks for others', async () => {
    const order: string[] = [];
    const { rows } = await play('lost-connection', 'commit', async (sql) => {
      await addTwo(sql).catch(() => order.push('lost'));
      await addTwo(sql);
      order.push('done');
    });
    expect(order).toEqual(['lost', 'done']);
    expect(rows).toHaveLength(2);
  });
});

describe('a pool without a connection to give', () => {
  it('refuses a transaction before it begins', async () => {
    const { error, rows } = await play('pool-exhausted', INSERT, addTwo);
    expect(String(error)).toBe('Error: timeout exceeded when trying to connect');
    expect(rows).toEqual([]);
  });
});

describe.each([
  ['read-error', '58030'],
  ['serialization-failure', '40001'],
  ['deadlock', '40P01'],
])('%s', (fault, code) => {
  it('fails the statement and the transaction around it', async () => {
    const { error, rows } = await play(fault, INSERT, addTwo);
    expect(error).toMatchObject({ name: 'SqlError', code });
    expect(rows).toEqual([]);
  });

  it('is an error of the transaction even where somebody keeps it to themselves', async () => {
    const codes: unknown[] = [];
    const note = (thrown: { readonly code: string }): unknown => codes.push(thrown.code);
    const { error, rows } = await play(fault, INSERT, (sql) =>
      sql.transaction(async (session) => {
        await session.query(INSERT, [1, 10]).catch(note);
        await session.query(INSERT, [2, 20]).catch(note);
      }),
    );
    expect(codes).toEqual([code, '25P02']);
    expect(error).toMatchObject({ code: '25P02' });
    expect(rows).toEqual([]);
  });

  it('leaves a session of no transaction as it was', async () => {
    const { rows } = await play(fault, INSERT, async (sql) => {
      await sql.query(INSERT, [1, 10]).catch(() => undefined);
      await sql.query(INSERT, [2, 20]);
    });
    expect(rows).toEqual([{ id: 2, value: 20 }]);
  });
});
