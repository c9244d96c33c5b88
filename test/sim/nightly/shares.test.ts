import { describe, expect, it } from 'vitest';
import { type ShareGrounds, sharesOf, turnsOf } from '../../../sim/nightly/shares.ts';

const SCENARIOS = ['fan-out', 'timers', 'leases'];

function grounds(overrides: Partial<ShareGrounds> = {}): ShareGrounds {
  const exercised = new Map([
    ['fan-out', new Set(['completeTask', 'pollTask'])],
    ['timers', new Set(['fireTimers'])],
    ['leases', new Set(['pollTask', 'reclaimLeases'])],
  ]);
  return { touched: new Map(), exercised, found: [], ...overrides };
}

describe('shares of scenarios', () => {
  it('are alike where nothing was changed or found', () => {
    expect(sharesOf(SCENARIOS, grounds()).map(({ weight, why }) => `${weight} ${why}`)).toEqual(
      Array.from(SCENARIOS, () => '1 its floor'),
    );
  });

  it('are larger where what a scenario exercises was changed, and say so', () => {
    const touched = new Map([['pollTask', ['src/engine/poll-task.ts']]]);
    const [fanOut, timers, leases] = sharesOf(SCENARIOS, grounds({ touched }));
    expect(fanOut).toEqual({
      scenario: 'fan-out',
      weight: 4,
      why: 'exercises pollTask, changed in src/engine/poll-task.ts',
    });
    expect(timers?.weight).toBe(1);
    expect(leases?.weight).toBe(4);
  });

  it('are larger where something was found lately, by the latest of it', () => {
    const found = [
      { scenario: 'timers', law: 'live', nightsAgo: 3 },
      { scenario: 'timers', law: 'ordered', nightsAgo: 1 },
    ];
    expect(sharesOf(SCENARIOS, grounds({ found }))[1]).toEqual({
      scenario: 'timers',
      weight: 3,
      why: 'found ordered last night',
    });
  });

  it('never fall below a sixth of an equal share', () => {
    const touched = new Map([['pollTask', ['a.ts']]]);
    const found = ['fan-out', 'leases'].map((scenario) => ({ scenario, law: 'live', nightsAgo: 2 }));
    const shares = sharesOf(SCENARIOS, grounds({ touched, found }));
    const whole = shares.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight } of shares) expect(weight / whole).toBeGreaterThanOrEqual(1 / 6 / SCENARIOS.length);
    expect(shares[2]?.why).toBe('exercises pollTask, changed in a.ts; found live 2 nights ago');
  });
});

describe('turns', () => {
  it('are as many as weights say, evenly spread', () => {
    const shares = [
      { scenario: 'a', weight: 4, why: '' },
      { scenario: 'b', weight: 1, why: '' },
      { scenario: 'c', weight: 1, why: '' },
    ];
    expect(turnsOf(shares)).toEqual(['a', 'a', 'b', 'a', 'c', 'a']);
  });

  it('are none of nothing', () => expect(turnsOf([])).toEqual([]));
});
