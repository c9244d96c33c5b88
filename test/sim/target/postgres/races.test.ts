import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hold } from '../../../../sim/differential/outcome.ts';
import { RACES } from '../../../../sim/race/index.ts';
import { STRATEGIES } from '../../../../sim/strategy/index.ts';
import { PostgresTarget } from '../../../../sim/target/index.ts';
import { missingServer } from '../../../support/embedded-server.ts';

const SCHEMA = [...new Set(RACES.flatMap(({ schema }) => schema))];
const SEEDS = Array.from({ length: 8 }, (_, index) => `seed ${index}`);

let target: PostgresTarget;
let other: PostgresTarget;
beforeAll(async () => {
  if (missingServer) return;
  target = await PostgresTarget.boot({ schema: SCHEMA });
  other = await PostgresTarget.boot({ schema: SCHEMA });
});
afterAll(async () => {
  if (missingServer) return;
  await target.close();
  await other.close();
});

describe.skipIf(missingServer)(`races on a real server${missingServer}`, () => {
  const strategy = STRATEGIES.find(({ name }) => name === 'random');

  it.each(RACES.map((race) => [race.name, race] as const))(
    '%s: the same seed comes to the same on another server, whatever was held before',
    async (_, race) => {
      if (!strategy) throw new Error('there is no random strategy');
      for (const seed of SEEDS) {
        const { hash, steps } = await hold(target, race, seed, strategy);
        await hold(other, race, `${seed} before`, strategy);
        expect((await hold(other, race, seed, strategy)).hash, seed).toBe(hash);
        expect(steps.length).toBeGreaterThan(3);
      }
    },
  );
});
