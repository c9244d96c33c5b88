import { describe, expect, it } from 'vitest';
import { hold } from '../../../sim/differential/outcome.ts';
import { RACES } from '../../../sim/race/index.ts';
import { random, seeds } from '../../support/campaigns.ts';
import { targetOfRaces } from '../../support/races.ts';

describe('races', () => {
  const target = targetOfRaces();

  it('have names of their own', () => {
    expect(new Set(RACES.map(({ name }) => name)).size).toBe(RACES.length);
  });

  it('agree on the tables that they share', () => {
    const statements = [...new Set(RACES.flatMap(({ schema }) => schema))];
    const tables = statements.map((statement) => /^create table (\w+)/.exec(statement)?.[1]);
    expect(new Set(tables).size).toBe(statements.length);
  });

  it.each(RACES)('$name ends, whatever the schedule, with its racers at work', async (race) => {
    for (const seed of seeds(5)) {
      const { end, steps, left } = await hold(target, race, seed, random);
      expect(end).toBe('finished');
      expect(new Set(steps.map(({ actor }) => actor))).toEqual(new Set(Object.keys(race.racers)));
      expect(left).toHaveLength(race.left.length);
    }
  });

  it.each(RACES)('$name has no query for what is left without an order', ({ left }) => {
    for (const text of left) expect(text).toMatch(/ order by /);
  });
});
