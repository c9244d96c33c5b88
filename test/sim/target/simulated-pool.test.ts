import { describe, expect, it } from 'vitest';
import { type Actor, type Chooser, RandomRoot, type RunEnd, Simulation } from '../../../sim/kernel/index.ts';
import { isRefusal, simulatedPool, type SqlDetail, type WaitDetail } from '../../../sim/target/index.ts';
import { SqlError, type SqlPool } from '../../../src/ports/index.ts';
import { actorsOf, anyOf, choosing, dullest } from '../../support/simulations.ts';
import { instead, sharedTarget } from '../../support/targets.ts';

const target = sharedTarget(['create table counter (id integer primary key, value integer not null)']);
const INSERT = 'insert into counter values ($1, $2)';

/** Runs actors, each with a pool of its own, on a target as new. */
function play(
  bodies: Readonly<Record<string, (sql: SqlPool, actor: Actor) => Promise<void>>>,
  chooser: Chooser = dullest,
): Promise<RunEnd> {
  const random = new RandomRoot('seed');
  const simulation = new Simulation({ random, chooser });
  target().reset({ now: () => simulation.now(), entropy: random.stream('database') });
  for (const [name, body] of Object.entries(bodies)) {
    simulation.spawn(name, (actor) => body(simulatedPool(actor, target()), actor));
  }
  return simulation.run();
}

function detailsOf({ trace }: RunEnd): readonly SqlDetail[] {
  return trace.steps.map(({ detail }) => detail as SqlDetail);
}

describe('query', () => {
  it('is one step, which says what was asked and answered', async () => {
    const given: unknown[] = [];
    const run = await play({
      async a(sql) {
        await sql.query(INSERT, [1, 10]);
        given.push(await sql.query('select value from counter'));
      },
    });
    expect(given).toEqual([[{ value: 10 }]]);
    expect(detailsOf(run)).toEqual([
      {
        kind: 'sql',
        text: INSERT,
        values: [1, 10],
        answer: { rows: [], count: 1, command: 'INSERT', columns: [] },
        begins: false,
      },
      {
        kind: 'sql',
        text: 'select value from counter',
        values: [],
        answer: {
          rows: [{ value: 10 }],
          count: 1,
          command: 'SELECT',
          columns: [{ name: 'value', typeId: 23 }],
        },
        begins: false,
      },
    ]);
  });

  it('is a transaction of its own', async () => {
    const run = await play({
      async a(sql) {
        await sql.query(INSERT, [1, 10]);
        await expect(sql.query(INSERT, [1, 11])).rejects.toThrow('duplicate key');
        await sql.query(INSERT, [2, 20]);
      },
    });
    expect(run.failures).toEqual([]);
    expect(target().inspect('select id from counter order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('throws what the database refused', async () => {
    let caught: unknown;
    const run = await play({
      async a(sql) {
        await sql.query(INSERT, [1, 10]);
        caught = await sql.query(INSERT, [1, 10]).catch((error: unknown) => error);
      },
    });
    expect(caught).toBeInstanceOf(SqlError);
    expect(caught).toMatchObject({
      code: '23505',
      constraint: 'counter_pkey',
      detail: 'Key (id)=(1) already exists.',
    });
    expect(detailsOf(run).map(({ answer }) => isRefusal(answer))).toEqual([false, true]);
  });
});

describe('transaction', () => {
  it('is a step per statement, the first one with its BEGIN, and one for the COMMIT', async () => {
    let result = 0;
    const run = await play({
      async a(sql) {
        result = await sql.transaction(async (session) => {
          await session.query(INSERT, [1, 10]);
          await session.query(INSERT, [2, 20]);
          return 5;
        });
      },
    });
    expect(result).toBe(5);
    expect(detailsOf(run).map(({ text, begins }) => [text, begins])).toEqual([
      [INSERT, true],
      [INSERT, false],
      ['commit', false],
    ]);
    expect(target().inspect('select count(*) from counter')).toEqual([{ count: 2 }]);
  });

  it('is rolled back when its body throws, and throws the same', async () => {
    const reason = new Error('changed my mind');
    let caught: unknown;
    const run = await play({
      async a(sql) {
        const changing = sql.transaction(async (session) => {
          await session.query(INSERT, [1, 10]);
          throw reason;
        });
        caught = await changing.catch((error: unknown) => error);
      },
    });
    expect(caught).toBe(reason);
    expect(detailsOf(run).map(({ text }) => text)).toEqual([INSERT, 'rollback']);
    expect(target().inspect('select count(*) from counter')).toEqual([{ count: 0 }]);
  });

  it.each(['select 1 / 0', 'select * from nowhere'])(
    'refuses all statements after %s, first of all or later',
    async (failing) => {
      const codes: unknown[] = [];
      const run = await play({
        async a(sql) {
          for (const before of [[], [INSERT]]) {
            const changing = sql.transaction(async (session) => {
              for (const text of before) await session.query(text, [1, 10]);
              for (const text of [failing, 'select 1']) {
                await session.query(text).catch((error: SqlError) => codes.push(error.code));
              }
            });
            await expect(changing).rejects.toMatchObject({ code: '25P02' }); // it cannot be committed
          }
        },
      });
      expect(run.failures).toEqual([]);
      expect(codes).toEqual([codes[0], '25P02', codes[0], '25P02']);
      expect(['22012', '42P01']).toContain(codes[0]);
      expect(target().inspect('select count(*) from counter')).toEqual([{ count: 0 }]);
    },
  );

  it('takes no step when nothing is asked', async () => {
    const run = await play({
      async a(sql) {
        await sql.transaction(() => Promise.resolve(1));
        await expect(sql.transaction(() => Promise.reject(new Error('nothing done')))).rejects.toThrow(
          'nothing done',
        );
      },
    });
    expect(run.failures).toEqual([]);
    expect(actorsOf(run)).toEqual([]);
  });

  const SEEDS = ['1', '2', '3', '4', '5'];
  const READ = 'select value from counter where id = 1';
  /** Three actors who add one to a counter twice each, by reading and writing it. */
  const increments = async (read: string, seed: string): Promise<{ run: RunEnd; value: number }> => {
    const twice = async (sql: SqlPool): Promise<void> => {
      await sql.query(`${INSERT} on conflict do nothing`, [1, 0]);
      for (let round = 0; round < 2; round += 1) {
        await sql.transaction(async (session) => {
          const [row] = await session.query<{ value: number }>(read);
          await session.query('update counter set value = $1 where id = 1', [(row?.value ?? 0) + 1]);
        });
      }
    };
    const run = await play({ a: twice, b: twice, c: twice }, anyOf(seed));
    expect(run).toMatchObject({ end: 'finished', failures: [] });
    const [row] = target().inspect(READ) as readonly { readonly value: number }[];
    return { run, value: row?.value ?? Number.NaN };
  };

  it('lets others’ statements come between its own: an update may be lost', async () => {
    const values: number[] = [];
    for (const seed of SEEDS) {
      const { run, value } = await increments(READ, seed);
      values.push(value);
      let writer: string | undefined;
      for (const { actor, detail } of run.trace.steps) {
        const { kind, text } = detail as SqlDetail | WaitDetail;
        if (kind === 'wait') continue;
        if (text.startsWith('update')) {
          expect(writer, 'two have written the same row').toBeUndefined();
          writer = actor;
        } else if (text === 'commit' && writer === actor) writer = undefined;
      }
    }
    expect(Math.min(...values)).toBeLessThan(6);
  });

  it.each(SEEDS)('has others wait for the rows that it has locked: no update is lost (%s)', async (seed) => {
    expect(await increments(`${READ} for update`, seed)).toMatchObject({ value: 6 });
  });

  it('of which a run ends in the middle leaves nothing', async () => {
    const random = new RandomRoot('seed');
    const limits = { chaosSteps: 2, healingSteps: 0, chaosMs: 1, healingMs: 1 };
    const simulation = new Simulation({ random, chooser: dullest, limits });
    target().reset({ now: () => simulation.now(), entropy: random.stream('database') });
    simulation.spawn('a', async (actor) => {
      const sql = simulatedPool(actor, target());
      await sql.query(INSERT, [1, 10]);
      await sql.transaction((session) => session.query('update counter set value = 11'));
    });
    expect((await simulation.run()).end).toBe('exhausted');
    expect(target().inspect('select value from counter')).toEqual([{ value: 10 }]);
  });
});

describe('a statement that has to wait for another session', () => {
  const ADD = 'update counter set value = value + $1 where id = 1';
  const MULTIPLY = 'update counter set value = value * $1 where id = 1';

  it('is a step that says so, and another one when its answer is there', async () => {
    const log: string[] = [];
    const chooser = choosing(INSERT, ADD, MULTIPLY, 'commit', 'select 1');
    const run = await play(
      {
        async a(sql) {
          await sql.query(INSERT, [1, 1]);
          await sql.transaction((session) => session.query(ADD, [1]));
        },
        b: async (sql) => void (await sql.query(MULTIPLY, [10]).then(() => log.push('b'))),
        c: async (sql) => void (await sql.query('select 1').then(() => log.push('c'))),
      },
      chooser,
    );
    expect(run).toMatchObject({ end: 'finished', failures: [] });
    expect(actorsOf(run)).toEqual(['a', 'a', 'b', 'a', 'c', 'b']);
    const details = detailsOf(run);
    expect(details[2]).toEqual({ kind: 'wait', text: MULTIPLY, values: [10], begins: false });
    expect(details[5]).toMatchObject({ kind: 'sql', text: MULTIPLY, values: [10], answer: { count: 1 } });
    const options = chooser.decisions.map((decision) => decision.options.map(({ label }) => label));
    expect(options[3]).toEqual(['select 1', 'commit']);
    expect(options[4]).toEqual(['select 1', `answer to ${MULTIPLY}`]);
    expect(log).toEqual(['c', 'b']);
    expect(target().inspect('select value from counter')).toEqual([{ value: 20 }]);
  });

  it('begins its transaction once', async () => {
    const run = await play(
      {
        async a(sql) {
          await sql.query(INSERT, [1, 1]);
          await sql.transaction((session) => session.query(ADD, [1]));
        },
        b: (sql) => sql.transaction(async (session) => void (await session.query(MULTIPLY, [10]))),
      },
      choosing(INSERT, ADD, MULTIPLY),
    );
    expect(detailsOf(run).map(({ kind, text, begins }) => [kind, text, begins])).toEqual([
      ['sql', INSERT, false],
      ['sql', ADD, true],
      ['wait', MULTIPLY, true],
      ['sql', 'commit', false],
      ['sql', MULTIPLY, false],
      ['sql', 'commit', false],
    ]);
    expect(target().inspect('select value from counter')).toEqual([{ value: 20 }]);
  });

  it('throws what the database refused after all', async () => {
    const again = 'insert into counter values (1, 2)';
    let caught: unknown;
    const run = await play(
      {
        a: (sql) => sql.transaction(async (session) => void (await session.query(INSERT, [1, 1]))),
        async b(sql) {
          caught = await sql.query(again).catch((error: unknown) => error);
        },
      },
      choosing(INSERT, again),
    );
    expect(detailsOf(run).map(({ kind, text }) => [kind, text])).toEqual([
      ['sql', INSERT],
      ['wait', again],
      ['sql', 'commit'],
      ['sql', again],
    ]);
    expect(caught).toBeInstanceOf(SqlError);
    expect(caught).toMatchObject({ code: '23505' });
  });

  it('never ends when nobody lets it go on; the trace’s hash tells what it was', async () => {
    const waitFor = async (value: number): Promise<RunEnd> =>
      await play({
        async a(sql) {
          await sql.query(INSERT, [1, 1]);
          await sql.transaction(async (session) => {
            await session.query(ADD, [1]);
            await sql.query(MULTIPLY, [value]); // in another session
          });
        },
      });
    const run = await waitFor(10);
    expect(run.end).toBe('stuck');
    expect(detailsOf(run).map(({ kind }) => kind)).toEqual(['sql', 'sql', 'wait']);
    expect((await waitFor(10)).trace.hash()).toBe(run.trace.hash());
    expect((await waitFor(11)).trace.hash()).not.toBe(run.trace.hash());
  });
});

it('ends each session after its last statement, refused or not', async () => {
  const sessions: string[][] = [];
  const logged = instead(target, {
    openSession() {
      const session = target().openSession();
      const log: string[] = [];
      sessions.push(log);
      return {
        execute(statement) {
          log.push(statement.text);
          return session.execute(statement);
        },
        collect: () => session.collect(),
        hasAnswer: () => session.hasAnswer(),
        close() {
          log.push('close');
          session.close();
        },
      };
    },
  });
  await play({
    async a(_, actor) {
      const sql = simulatedPool(actor, logged);
      for (const text of ['select 1', 'selekt']) {
        await sql.query(text).catch(() => undefined);
        await sql.transaction((session) => session.query(text)).catch(() => undefined);
      }
    },
  });
  expect(sessions).toEqual([
    ['select 1', 'close'],
    ['select 1', 'commit', 'close'],
    ['selekt', 'close'],
    ['selekt', 'rollback', 'close'],
  ]);
});

it('covers what was bound and what came back with the trace’s hash', async () => {
  const hashOf = async (text: string, ...values: readonly number[]): Promise<string> =>
    (await play({ a: async (sql) => void (await sql.query(text, values)) })).trace.hash();
  const hashes = [
    await hashOf('select 1 as one'),
    await hashOf('select 2 as one'),
    await hashOf('select 1 as two'),
    await hashOf('select 1 as one where $1::integer = 1', 1),
    await hashOf('select 1 as one where $1::integer = 1', 2),
    await hashOf('select 1 / 0'),
    await hashOf('selekt'),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(await hashOf('select 1 as one')).toBe(hashes[0]);
});
