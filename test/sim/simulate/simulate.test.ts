import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeToken, NondeterminismError } from '../../../sim/campaign/index.ts';
import { EscapedSimulationError } from '../../../sim/kernel/index.ts';
import { type ActorBody, simulate, UnfinishedError } from '../../../sim/simulate/index.ts';
import { ReplayDivergedError } from '../../../sim/strategy/index.ts';
import { bootedTarget, failureOf } from '../../support/own-code.ts';

const SCHEMA = 'create table counter (id int primary key, value int not null)';
const target = bootedTarget(SCHEMA);

/** Two actors add one each, and read what they add to first. */
const count: ActorBody<void> = async ({ pool, actors }) => {
  await pool.query('insert into counter values (1, 0)');
  const add = async (): Promise<void> => {
    const { rows } = await pool.query('select value from counter where id = 1');
    await pool.query('update counter set value = $1 where id = 1', [rows[0].value + 1]);
  };
  await actors({ alice: add, bob: add });
  const { rows } = await pool.query('select value from counter where id = 1');
  if (rows[0].value !== 2) throw new Error(`the counter is ${rows[0].value}, and must be 2`);
};

afterEach(() => vi.unstubAllEnvs());

describe('simulate', () => {
  it('finds an update that is lost, and stops at the first run that shows it', async () => {
    const result = await simulate({ target: target() }, count);
    const failure = failureOf(result);
    expect(result.failures).toHaveLength(1);
    expect(result.runs).toBeLessThan(20);
    expect(failure).toMatchObject({ actor: 'main', error: new Error('the counter is 1, and must be 2') });
    expect(failure.run.trace.steps.map(({ actor }) => actor)).toContain('alice');
  });

  it('boots a database of its own if it is given a schema', async () => {
    for (const schema of [SCHEMA, [`${SCHEMA};`, 'create table more (id int); create table most (id int)']]) {
      const { runs, failures } = await simulate({ schema, runs: 2 }, ({ pool }) =>
        pool.query('table counter'),
      );
      expect([runs, failures]).toEqual([2, []]);
    }
  });

  it('does as many runs as it is told, each on tables without rows', async () => {
    const { runs, steps, failures, checkedTwice } = await simulate(
      { target: target(), runs: 60 },
      async ({ pool }) => {
        expect((await pool.query('table counter')).rows).toEqual([]);
        await pool.query('insert into counter values (1, 0)');
      },
    );
    expect({ runs, steps, failures, checkedTwice }).toEqual({
      runs: 60,
      steps: 120,
      failures: [],
      checkedTwice: 2,
    });
  });

  it('goes on after failures as long as it is told to', async () => {
    const { runs, failures } = await simulate({ target: target(), runs: 40, bail: 5 }, count);
    expect(failures).toHaveLength(5);
    expect(runs).toBeLessThan(40);
    expect(new Set(failures.map(({ seed }) => seed)).size).toBe(5);
  });

  it('does the same runs with the same seed, and others with another', async () => {
    const hashes = async (seed: string): Promise<readonly string[]> => {
      const { failures } = await simulate({ target: target(), runs: 20, bail: 100, seed }, count);
      return failures.map(({ run }) => run.hash);
    };
    const first = await hashes('a');
    expect(await hashes('a')).toEqual(first);
    expect(await hashes('b')).not.toEqual(first);
  });

  it('does the runs of given seeds', async () => {
    const seen: string[] = [];
    const { runs } = await simulate({ target: target(), seeds: ['x', 'y'] }, ({ seed }) => seen.push(seed));
    expect([runs, [...new Set(seen)]]).toEqual([2, ['pilot', 'x', 'y']]); // the pilot's is no run
  });

  it('fails a run when an actor throws that nobody waits for', async () => {
    const result = await simulate({ target: target() }, ({ actor }) => {
      void actor('loner', () => {
        throw new Error('oh');
      });
    });
    expect(failureOf(result)).toMatchObject({ actor: 'loner', error: new Error('oh') });
  });

  it('fails a run in which a promise is rejected that nobody waits for, and ends no process', async () => {
    const others = process.rawListeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection'); // the test runner would take it for a bug of this test
    try {
      const result = await simulate({ target: target() }, async ({ pool }) => {
        void pool.query('select 1 / 0');
        await pool.query('select 1');
      });
      expect(String(failureOf(result).error)).toBe(
        'UnhandledRejectionError: a promise that nobody waits for was rejected: error: division by zero',
      );
    } finally {
      for (const listener of others)
        process.on('unhandledRejection', listener as NodeJS.UnhandledRejectionListener);
    }
  });

  it('fails a run that can go no further, and says who waits for what', async () => {
    const result = await simulate({ target: target(), pool: { max: 1 } }, async ({ pool }) => {
      await pool.connect();
      await pool.connect();
    });
    const { error } = failureOf(result);
    expect(error).toBeInstanceOf(UnfinishedError);
    expect(error).toMatchObject({ end: 'stuck', unfinished: [{ actor: 'main' }] });
    expect(String(error)).toContain('main waits for a client of its pool (1 at most)');
  });

  it('fails a run that goes on for too long', async () => {
    const limits = { chaosSteps: 10, healingSteps: 10 };
    const result = await simulate({ target: target(), limits }, async ({ pool }) => {
      for (;;) await pool.query('select 1');
    });
    const { error } = failureOf(result);
    expect(error).toMatchObject({ end: 'exhausted' });
    expect(String(error)).toMatch(
      /^UnfinishedError: 20 steps and 0 s of virtual time are over, and not everybody/,
    );
  });

  it('refuses a body that waits for something real, and says where', async () => {
    const run = simulate({ target: target() }, () => readFile(import.meta.filename));
    await expect(run).rejects.toThrow(EscapedSimulationError);
    await expect(run).rejects.toThrow(/simulate\.test\.ts/);
  });

  it('refuses actors that wake each other past the database, and says where', async () => {
    const run = simulate({ target: target() }, async ({ pool, actors }) => {
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      await actors({
        async waits() {
          await gate;
          await pool.query('select 1');
        },
        opens: () => open(),
      });
    });
    await expect(run).rejects.toThrow(
      /actor waits waits .* for a promise that no port made at .*simulate\.test\.ts/,
    );
  });

  it('refuses a body that the seed does not decide', async () => {
    let calls = 0;
    const run = simulate({ target: target() }, async ({ pool }) => {
      calls += 1;
      await pool.query('select $1::int', [calls]);
    });
    await expect(run).rejects.toThrow(NondeterminismError);
    await expect(run).rejects.toThrow('seed skein/0 of simulation ran twice and differed at step 1');
  });

  it('refuses a body that fails the first time alone', async () => {
    let calls = 0;
    const run = simulate({ target: target(), strategy: 'random' }, () => {
      calls += 1;
      if (calls === 1) throw new Error('first');
    });
    await expect(run).rejects.toThrow('ran twice and differed in bytes that no step shows');
  });

  it('lets time, randomness and identifiers be virtual, in the code and in the database', async () => {
    const looks: unknown[] = [];
    const body: ActorBody<void> = async ({ pool, clock, random }) => {
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      await clock.sleep(60_000);
      const { rows } = await pool.query('select now(), random(), gen_random_uuid()');
      looks.push([
        rows,
        clock.now(),
        new Date(),
        Math.random(),
        randomUUID(),
        random.uuid(),
        random.below(9),
      ]);
    };
    await simulate({ target: target(), runs: 1, strategy: 'random' }, body);
    expect(looks).toHaveLength(2); // the first run is done twice
    expect(looks[0]).toEqual(looks[1]);
    expect(looks[0]).toEqual(expect.arrayContaining([946_684_920_000, new Date('2000-01-01T00:02:00Z')]));
    expect(looks[0]).toHaveProperty('0.0.now', new Date('2000-01-01T00:02:00Z'));
  });
});

describe('a token of simulate', () => {
  it('does the same run again', async () => {
    const { token, run } = failureOf(await simulate({ target: target(), name: 'mine' }, count));
    expect(decodeToken(token)).toMatchObject({ scenario: 'simulate: mine', hash: run.hash });
    const again = await simulate({ target: target(), name: 'mine', replay: token }, count);
    expect(again).toMatchObject({ runs: 1, replayed: { isSame: true }, failures: [{ token }] });
  });

  it('is taken from the environment by the simulation that it names, and by no other', async () => {
    const { token } = failureOf(await simulate({ target: target(), name: 'mine' }, count));
    vi.stubEnv('SKEIN_REPLAY', token);
    expect(await simulate({ target: target(), name: 'mine' }, count)).toMatchObject({
      runs: 1,
      failures: [{ token }],
    });
    expect(await simulate({ target: target(), name: 'other' }, count)).toMatchObject({
      runs: 0,
      failures: [],
    });
  });

  it('shows that another trace came of it once the code has changed', async () => {
    const { token } = failureOf(await simulate({ target: target() }, count));
    const mended: ActorBody<unknown> = (world) => count({ ...world, pool: mend(world.pool) });
    const again = await simulate({ target: target(), replay: token }, mended);
    expect(again).toMatchObject({ runs: 1, replayed: { isSame: false }, failures: [] });
  });

  it('says so when its choices do not fit any more', async () => {
    const { token } = failureOf(await simulate({ target: target() }, count));
    const changed = simulate({ target: target(), replay: token }, async ({ pool, actors }) => {
      const ten = async (): Promise<void> => {
        for (let n = 0; n < 10; n += 1) await pool.query('select 1');
      };
      await actors({ alice: ten, bob: ten });
    });
    await expect(changed).rejects.toThrow(ReplayDivergedError);
  });

  /** The same pool, on which adding is a single statement. */
  function mend<Pool extends { query: unknown }>(pool: Pool): Pool {
    const query = (pool.query as (text: string) => Promise<unknown>).bind(pool);
    return Object.assign(Object.create(pool) as Pool, {
      query: (text: string) =>
        query(text.startsWith('update') ? 'update counter set value = value + 1' : text),
    });
  }
});
