import { describe, expect, it } from 'vitest';
import { drawFaults, FAULTS, type FaultPlan, withFaults } from '../../../sim/fault/index.ts';
import { RandomRoot } from '../../../sim/kernel/index.ts';
import { decision, option } from '../../support/simulations.ts';

const PLAN: FaultPlan = { names: ['crash-worker', 'lost-answer'], most: 3, rate: 0.25, weights: [9, 1] };
const CRASHES = [1, 2, 3].map((number) =>
  option('nemesis', `worker-${number} dies`, { fault: 'crash-worker' }),
);
const LOSS = option('client', 'answer to getEvents', { fault: 'lost-answer' });
const PLAIN = [option('a'), option('b')];

/** How often each option is chosen. */
function counts(draws: number, offered = [...PLAIN, ...CRASHES, LOSS]): readonly number[] {
  const chooser = withFaults({ choose: () => 1 }, new RandomRoot('seed').stream('faults'), PLAN);
  const chosen = offered.map(() => 0);
  for (let draw = 0; draw < draws; draw += 1) {
    const index = chooser.choose({ ...decision(offered), plain: PLAIN.length });
    chosen[index] = (chosen[index] ?? 0) + 1;
  }
  return chosen;
}

describe('a chooser with faults', () => {
  it('leaves it to the other one where nothing goes wrong', () => {
    const [dullest, other] = counts(2_000);
    expect(dullest).toBe(0);
    expect(other).toBeGreaterThan(2_000 * 0.7);
    expect(other).toBeLessThan(2_000 * 0.8);
  });

  it('draws the kind of fault by weight, however many of a kind there are', () => {
    const [, , ...faults] = counts(8_000);
    const [first = 0, second = 0, third = 0, loss = 0] = faults;
    const crashes = first + second + third;
    expect(crashes / (crashes + loss)).toBeGreaterThan(0.86);
    expect(crashes / (crashes + loss)).toBeLessThan(0.94);
    for (const each of [first, second, third]) expect(each).toBeGreaterThan(crashes / 4);
  });

  it('asks nobody where there is but one thing that is no fault', () => {
    const chooser = withFaults({ choose: () => Number.NaN }, new RandomRoot('seed').stream('faults'), {
      ...PLAN,
      rate: 0,
    });
    expect(chooser.choose({ ...decision([option('a'), LOSS]), plain: 1 })).toBe(0);
  });
});

describe('the faults of a run', () => {
  const drawn = Array.from({ length: 400 }, (_, seed) =>
    drawFaults('swarm', new RandomRoot(String(seed)).stream('swarm')),
  );

  it('are another subset for each seed, and none for some', () => {
    expect(drawn.filter((plan) => plan === undefined).length).toBeGreaterThan(60);
    const subsets = new Set(drawn.map((plan) => plan?.names.join()));
    expect(subsets.size).toBeGreaterThan(250);
    for (const { name } of FAULTS)
      expect(
        drawn.some((plan) => plan?.names.includes(name)),
        name,
      ).toBe(true);
  });

  it('are the same for the same seed', () => {
    expect(drawFaults('swarm', new RandomRoot('7').stream('swarm'))).toEqual(drawn[7]);
  });

  it('are all that were named, if they were', () => {
    const plan = drawFaults(['deadlock', 'partition'], new RandomRoot('1').stream('swarm'));
    expect(plan?.names).toEqual(['deadlock', 'partition']);
    expect(drawFaults('none', new RandomRoot('1').stream('swarm'))).toBeUndefined();
  });
});
