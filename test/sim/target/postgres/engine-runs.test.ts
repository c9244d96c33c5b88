import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../../sim/campaign/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../../../../sim/scenario/index.ts';
import { replayChooser } from '../../../../sim/strategy/index.ts';
import { PostgresTarget } from '../../../../sim/target/index.ts';
import { planOf, randomly, type RunSketch } from '../../../support/scenario-runs.ts';
import { missingServer } from '../../../support/embedded-server.ts';

const SEEDS = ['a', 'b', 'c'];

let target: PostgresTarget;
let other: PostgresTarget;
beforeAll(async () => {
  if (missingServer) return;
  target = await PostgresTarget.boot({ schema: ENGINE_SCHEMA });
  other = await PostgresTarget.boot({ schema: ENGINE_SCHEMA });
});
afterAll(async () => {
  if (missingServer) return;
  await target.close();
  await other.close();
});

async function runOf(on: PostgresTarget, sketch: RunSketch): ReturnType<typeof run> {
  return await run(on, planOf(sketch), randomly);
}

describe.skipIf(missingServer)(`the engine on a real server${missingServer}`, () => {
  /** How many waits for a lock the runs of the scenarios had together. */
  let waits = 0;

  it.each(SCENARIOS.map(({ name }) => name))('%s: every law holds', async (scenario) => {
    for (const seed of SEEDS) {
      const { violations, trace } = await runOf(target, { scenario, seed });
      expect(violations).toEqual([]);
      waits += trace.steps.filter(({ detail }) => (detail as { kind?: string }).kind === 'wait').length;
    }
  });

  it('sessions waited for each other in them', () => {
    expect(waits).toBeGreaterThan(0);
  });

  it('the same seed gives the same hash on another server, whatever ran before', async () => {
    for (const { name: scenario } of SCENARIOS) {
      for (const seed of SEEDS) {
        const { hash } = await runOf(target, { scenario, seed });
        await runOf(other, { scenario, seed: `${seed} before` });
        expect((await runOf(other, { scenario, seed })).hash, `${scenario}, seed ${seed}`).toBe(hash);
      }
    }
  });

  it('a choice log gives the same hash again', async () => {
    const sketch = { scenario: 'race', seed: 'log' };
    const { hash, choices } = await runOf(target, sketch);
    expect((await run(other, planOf(sketch), () => replayChooser(choices))).hash).toBe(hash);
  });

  it.each(['five-retries', 'sequence-from-row'])('the planted bug %s is found', async (defect) => {
    const found: string[] = [];
    for (let seed = 0; seed < 40 && found.length === 0; seed += 1) {
      const sketch = { scenario: 'fan-out', tasks: 12, seed: String(seed), defect };
      found.push(...(await runOf(target, sketch)).violations.map(({ law }) => law.name));
    }
    expect(found).not.toEqual([]);
  });
});
