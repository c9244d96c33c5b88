import { afterAll, beforeAll } from 'vitest';
import { RACES, type Race } from '../../sim/race/index.ts';
import { type Execution, PGliteTarget, type Session, type Target } from '../../sim/target/index.ts';
import { instead } from './targets.ts';

/** The race of this name. */
export function raceOf(name: string): Race {
  const race = RACES.find((each) => each.name === name);
  if (!race) throw new Error(`there is no race ${name}`);
  return race;
}

/** Boots one target with the tables of every race, for all tests of a file. It can be used from hooks and tests on. */
export function targetOfRaces(): Target {
  let target: Target | undefined;
  beforeAll(async () => {
    target = await PGliteTarget.boot({ schema: [...new Set(RACES.flatMap(({ schema }) => schema))] });
  });
  afterAll(() => target?.close());
  return instead(() => {
    if (!target) throw new Error('the target is up only while tests run');
    return target;
  }, {});
}

/** A target that is another one under another name, but for some answers. */
export function altered(
  target: Target,
  members: Partial<Target>,
  alter: (execution: Execution, text: string) => Execution = (execution) => execution,
): Target {
  return instead(() => target, {
    name: 'altered',
    openSession(): Session {
      const session = target.openSession();
      return {
        execute(statement) {
          const execution = session.execute(statement);
          return execution && alter(execution, statement.text);
        },
        collect: () => session.collect(),
        hasAnswer: () => session.hasAnswer(),
        close: () => session.close(),
      };
    },
    ...members,
  });
}
