import { describe, expect, it } from 'vitest';
import { run } from '../../../../sim/campaign/index.ts';
import { type Chooser, type Footprint, RandomRoot, races, Simulation } from '../../../../sim/kernel/index.ts';
import { ENGINE_SCHEMA, SCENARIOS, type Scenario } from '../../../../sim/scenario/index.ts';
import { random } from '../../../../sim/strategy/random.ts';
import { simulatedPool } from '../../../../sim/target/index.ts';
import { type Judge, type Performance, swapNeighbours } from '../../../support/commutation.ts';
import { footprintMedley, MEDLEY_SCHEMA } from '../../../support/footprint-medley.ts';
import { sharedTarget } from '../../../support/targets.ts';

/** A judge that does not see some accesses. */
function blindTo(isHidden: (access: Footprint[number]) => boolean): Judge {
  const seen = (footprint: Footprint | undefined) => footprint?.filter((access) => !isHidden(access));
  return (one, other) => races(seen(one), seen(other));
}

function anyOf(seed: string): Chooser {
  return random.chooser(new RandomRoot(seed).stream('schedule'));
}

/** Swaps steps in runs of several seeds. @returns what made a difference, and how many swaps there were */
async function swapAll(
  perform: (seed: string) => Performance,
  { seeds, most, judge = races }: { readonly seeds: number; readonly most: number; readonly judge?: Judge },
): Promise<{ readonly differences: readonly string[]; readonly swapped: number }> {
  const differences: string[] = [];
  let swapped = 0;
  for (let number = 0; number < seeds; number += 1) {
    const seed = `swap-${number}`;
    const result = await swapNeighbours(perform(seed), () => anyOf(seed), { most, seed, judge });
    differences.push(...result.differences.map((difference) => `${seed}: ${difference}`));
    swapped += result.swapped;
    if (judge !== races && differences.length > 0) break; // one is enough to show that they are found
  }
  return { differences, swapped };
}

describe('steps in plain SQL that do not race', () => {
  const target = sharedTarget(MEDLEY_SCHEMA);
  const medley = (seed: string): Performance => footprintMedley(target(), seed);

  it('may be swapped, and nobody sees a difference', async () => {
    const { differences, swapped } = await swapAll(medley, { seeds: 15, most: 6 });
    expect(differences).toEqual([]);
    expect(swapped).toBeGreaterThan(60);
  }, 120_000);

  it.each([
    ['reads', blindTo(({ mode }) => mode === 'read')],
    ['locks', blindTo(({ mode }) => mode === 'lock')],
    ['a table', blindTo(({ space }) => space === 'account')],
  ])(
    'make one, if footprints leave out %s',
    async (_, judge) => {
      const { differences } = await swapAll(medley, { seeds: 30, most: 8, judge });
      expect(differences).not.toEqual([]);
    },
    120_000,
  );
});

describe('two waits that close a circle', () => {
  const target = sharedTarget(['create table account (id integer primary key, balance integer)']);

  /** Two transactions that lock the same two rows, each in its own order. */
  const crossing =
    (seed: string): Performance =>
    async (makeChooser) => {
      const root = new RandomRoot(seed);
      const simulation = new Simulation({ random: root, chooser: makeChooser() });
      target().reset({ now: () => simulation.now(), entropy: root.stream('database') });
      target().inspect('insert into account values (1, 0), (2, 0)');
      for (const [name, first, second] of [
        ['one', 1, 2],
        ['two', 2, 1],
      ] as const) {
        simulation.spawn(name, async (actor) => {
          const changing = simulatedPool(actor, target()).transaction(async (session) => {
            for (const id of [first, second])
              await session.query('update account set balance = balance + 1 where id = $1', [id]);
          });
          await changing.catch(() => undefined); // one of them is the victim
        });
      }
      const end = await simulation.run();
      return { end, left: JSON.stringify(target().inspect('select * from account order by id')) };
    };

  it('are never swapped: whoever comes last is refused', async () => {
    const { differences } = await swapAll(crossing, { seeds: 30, most: 8 });
    expect(differences).toEqual([]);
  });

  it('would be, if a statement that fails let go of nothing', async () => {
    // What it holds is told by its own statement alone.
    const own: Judge = (one, other) => races(one?.slice(0, 1), other?.slice(0, 1));
    const { differences } = await swapAll(crossing, { seeds: 30, most: 8, judge: own });
    expect(differences.join()).toContain('update account');
  });
});

describe("steps of the engine's scenarios that do not race", () => {
  const target = sharedTarget(ENGINE_SCHEMA);
  const tables = (): readonly string[] =>
    (
      target().inspect(`select relname as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`) as readonly {
        readonly name: string;
      }[]
    ).map(({ name }) => name);
  const perform =
    (scenario: Scenario) =>
    (seed: string): Performance =>
    async (makeChooser) => {
      const end = await run(
        target(),
        { scenario, size: scenario.size, seed, defect: undefined },
        makeChooser,
      );
      const left = tables().map((table) =>
        target().inspect(`select t::text from ${table} t order by t::text`),
      );
      return { end, left: JSON.stringify(left) };
    };

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s: may be swapped, and nobody sees a difference',
    async (_, scenario) => {
      const { differences, swapped } = await swapAll(perform(scenario), { seeds: 1, most: 8 });
      expect(differences).toEqual([]);
      expect(swapped).toBeGreaterThan(0);
    },
    120_000,
  );
});
