import { describe, expect, it } from 'vitest';
import { Camera, type Film, TableWatch } from '../../../sim/film/index.ts';
import { type Chooser, RandomRoot, type RunEnd, Simulation } from '../../../sim/kernel/index.ts';
import { simulatedPool } from '../../../sim/target/index.ts';
import type { SqlPool } from '../../../src/ports/index.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget(['create table account (id text primary key, balance integer not null)']);
const INSERT = `insert into account values ('a', 1)`;
const MORE = `update account set balance = balance + 10 where id = 'a'`;

/** A chooser that takes the step of the one who is named next, as long as there is one. */
function turns(...names: readonly string[]): Chooser {
  const left = [...names];
  return {
    choose({ options }) {
      const index = options.findIndex(({ actorName }) => actorName === left[0]);
      if (index >= 0) left.shift();
      return Math.max(0, index);
    },
  };
}

/** Films actors that have a pool each. */
async function filmed(
  chooser: Chooser,
  actors: Readonly<Record<string, (pool: SqlPool) => Promise<unknown>>>,
): Promise<{ readonly film: Film; readonly end: RunEnd }> {
  const random = new RandomRoot('film');
  const camera = new Camera(chooser, TableWatch.on(target()));
  const simulation = new Simulation({ random, chooser: camera });
  target().reset({ now: () => simulation.now(), entropy: random.stream('database') });
  for (const [name, body] of Object.entries(actors)) {
    simulation.spawn(name, async (actor) => {
      await body(simulatedPool(actor, target()));
    });
  }
  const end = await simulation.run();
  return { film: camera.develop(), end };
}

/** The step of each frame, and the balances that it shows. */
function balances({ frames }: Film): readonly (readonly [number, readonly (string | null | undefined)[]])[] {
  return frames.map(({ step, changes }) => [step, changes.map(({ after }) => after?.[1])]);
}

describe('a camera', () => {
  it('tells each change with the step that made it visible to others', async () => {
    const { film, end } = await filmed(turns(), {
      one: async (pool) => {
        await pool.query(INSERT);
        await pool.transaction(async (session) => {
          await session.query(MORE);
          await session.query(MORE);
        });
      },
    });
    expect(
      end.trace.steps.map(({ detail }) => (detail as unknown as { readonly text: string }).text),
    ).toEqual([INSERT, MORE, MORE, 'commit']);
    expect(balances(film)).toEqual([
      [1, ['1']],
      [4, ['21']],
    ]);
  });

  it('tells what those committed who were let go on with the step that let them', async () => {
    const { film, end } = await filmed(turns('one', 'one', 'two', 'one'), {
      one: async (pool) => {
        await pool.query(INSERT);
        await pool.transaction((session) => session.query(MORE));
      },
      two: (pool) => pool.query(MORE),
    });
    expect(end.trace.steps.map(({ actor, detail }) => `${actor} ${detail.kind}`)).toEqual([
      'one sql',
      'one sql',
      'two wait',
      'one sql',
      'two sql',
    ]);
    expect(balances(film)).toEqual([
      [1, ['1']],
      [4, ['21']],
    ]);
  });

  it('knows what else could have happened', async () => {
    const { film } = await filmed(turns('two'), {
      one: (pool) => pool.query('select 1'),
      two: (pool) => pool.query('select 2'),
    });
    expect([...film.alternatives]).toEqual([[1, [{ actor: 'one', label: 'select 1' }]]]);
  });

  it('has no part in the trace: with and without it a run has the same hash', async () => {
    const run = async (isFilmed: boolean): Promise<string> => {
      const random = new RandomRoot('same');
      const chooser = isFilmed ? new Camera(turns(), TableWatch.on(target())) : turns();
      const simulation = new Simulation({ random, chooser });
      target().reset({ now: () => simulation.now(), entropy: random.stream('database') });
      for (const name of ['one', 'two']) {
        simulation.spawn(name, async (actor) => {
          const pool = simulatedPool(actor, target());
          await pool.query(`insert into account values ($1, (random() * 1000)::int)`, [name]);
          await pool.query('select * from account order by id');
        });
      }
      return (await simulation.run()).trace.hash();
    };
    expect(await run(true)).toBe(await run(false));
  });
});
