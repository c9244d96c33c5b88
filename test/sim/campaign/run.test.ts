import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { run } from '../../../sim/campaign/index.ts';
import { EscapedSimulationError } from '../../../sim/kernel/index.ts';
import type { Scenario } from '../../../sim/scenario/index.ts';
import { fanOut, random, runPlan, sequenceFromRow, sharedTarget } from '../../support/campaigns.ts';

const target = sharedTarget();
const play = (overrides: Parameters<typeof runPlan>[0]) =>
  run(target, runPlan(overrides), (root) => random.chooser(root.stream('schedule')));

/** Fan-out with a client that does something else once it has its result. */
function withClient(afterwards: () => Promise<void>): Scenario {
  return {
    ...fanOut,
    workload(size, hazards) {
      const workload = fanOut.workload(size, hazards);
      const clients = workload.clients.map((body): typeof body => async (...parts) => {
        await body(...parts);
        await afterwards();
      });
      return { ...workload, clients };
    },
  };
}

describe('run', () => {
  it('comes to an end in which every law holds', async () => {
    const { end, violations, failures, plan } = await play({ seed: 'sound' });
    expect({ end, violations, failures, seed: plan.seed }).toEqual({
      end: 'finished',
      violations: [],
      failures: [],
      seed: 'sound',
    });
  });

  it('lists every law that was broken, the one that tells most first', async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const { violations } = await play({ seed: String(seed), defect: sequenceFromRow });
      if (violations.length === 0) continue;
      expect(violations.map(({ law }) => law.name)[0]).toBe('exactly-once');
      expect(violations.map(({ law }) => law.name)).toContain('live');
      return;
    }
    throw new Error('a hundred seeds did not show the defect');
  });

  it('breaks the liveness law where it may not go on until everybody is done', async () => {
    const limits = { chaosSteps: 10, chaosMs: 1_000, healingSteps: 10, healingMs: 1_000 };
    const { end, violations, trace } = await play({ limits });
    expect(end).toBe('exhausted');
    expect(trace.steps).toHaveLength(20);
    expect(violations.map(({ law }) => law.name)).toContain('live');
  });

  it('tells a client that got something else than its scenario expects', async () => {
    const scenario = withClient(() => Promise.reject(new Error('the sum is 11, and must be 12')));
    const { violations } = await play({ scenario });
    expect(violations.map(({ law, witness }) => [law.name, witness.sentence])).toEqual([
      ['expected', 'client: Error: the sum is 11, and must be 12'],
    ]);
  });

  it('names the place of a promise that no port made', async () => {
    const scenario = withClient(() => new Promise(() => undefined));
    const failure = await play({ scenario }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EscapedSimulationError);
    expect(failure).toMatchObject({
      actor: 'client',
      place: expect.stringContaining('run.test.ts') as unknown,
    });
  });

  it('names the place where something real was started', async () => {
    const scenario = withClient(async () => void (await readFile(new URL(import.meta.url))));
    const failure = await play({ scenario }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EscapedSimulationError);
    expect(String(failure)).toMatch(/actor client started something real \(\w+\) at .*run\.test\.ts/);
  });

  it('leaves the target as it should be for the next run, even after a run that escaped', async () => {
    const before = await play({ seed: 'same' });
    await play({ scenario: withClient(() => new Promise(() => undefined)) }).catch(() => undefined);
    const after = await play({ seed: 'same' });
    expect(after.hash).toBe(before.hash);
  });
});
