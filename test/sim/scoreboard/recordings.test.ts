import { describe, expect, it } from 'vitest';
import { type Mutant, MUTANTS, type Seen } from '../../../models/mutant/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { type Recording, turnsFor } from '../../../sim/scoreboard/recordings.ts';

function mutant(name: string): Mutant {
  const found = MUTANTS.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

const FAIL = mutant('no-guard:fail-attempt:status');

/** What a scenario would be seen to send: one statement, so often, in so many steps. */
function recording(index: number, statement: string, times: number, steps = 100): Recording {
  const scenario = SCENARIOS[index];
  if (!scenario) throw new Error(`there is no scenario ${index}`);
  const statements = new Map([['fail-task', new Map([[statement, times]])]]);
  const seen: Seen = { statements, answered: statements, neighbours: new Map(), unknown: new Set() };
  return { scenario, seen, steps };
}

const namesOf = (indices: readonly number[]) => indices.map((index) => SCENARIOS[index]?.name);
const turns = (who: Mutant, recordings: readonly Recording[]) =>
  turnsFor(who, recordings).map(({ name }) => name);

describe('a mutant is looked for', () => {
  it('where what is wrong with it is sent, and first where it is sent most often for what that costs', () => {
    const recordings = [
      recording(0, 'fail-attempt', 2),
      recording(1, 'lock-task', 9),
      recording(2, 'fail-attempt', 3, 1_000),
      recording(3, 'fail-attempt', 4),
    ];
    expect(turns(FAIL, recordings)).toEqual(namesOf([3, 0, 2]));
  });

  it('nowhere, if no scenario sends it', () => {
    expect(turns(FAIL, [recording(0, 'lock-task', 5)])).toEqual([]);
  });

  it('more often in the best ones, and in all of them', () => {
    const recordings = Array.from({ length: 16 }, (_, index) =>
      recording(index, 'fail-attempt', 100 - index),
    );
    const all = turns(FAIL, recordings);
    const count = (index: number) => all.filter((name) => name === SCENARIOS[index]?.name).length;
    expect([0, 3, 4, 7, 8, 15].map(count)).toEqual([4, 4, 2, 2, 1, 1]);
  });

  it('every other time where it is known to show', () => {
    const recordings = [recording(0, 'lock-task', 2), recording(1, 'lock-task', 1)];
    expect(turns(mutant('no-lock:lock-task'), recordings)).toEqual([
      'heartbeats',
      'fan-out',
      'heartbeats',
      'race',
      'heartbeats',
    ]);
  });
});
