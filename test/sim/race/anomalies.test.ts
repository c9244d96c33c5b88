import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hold } from '../../../sim/differential/outcome.ts';
import type { Outcome } from '../../../sim/differential/index.ts';
import { RACES } from '../../../sim/race/index.ts';
import type { Target } from '../../../sim/target/index.ts';
import { random, seeds } from '../../support/campaigns.ts';
import { raceOf } from '../../support/races.ts';
import { allTargets } from '../../support/all-targets.ts';

/** How many schedules are tried until an anomaly is said to be impossible. */
const MANY = 40;
/** How many schedules must do without an anomaly that is impossible. */
const FEW = 15;

/** Without these nobody can meet anybody: nothing happens, and that nothing happens says nothing. */
const NEEDED: ReadonlySet<string> = new Set(['transactions', 'concurrent-sessions']);

/** What is left of the race's first table. */
function left({ left }: Outcome): readonly Record<string, unknown>[] {
  return (left[0] ?? []) as readonly Record<string, unknown>[]; // rows of the race's own query
}

function codes({ steps }: Outcome): readonly string[] {
  return steps.flatMap(({ detail }) =>
    detail.kind === 'sql' && 'code' in detail.answer ? [detail.answer.code] : [],
  );
}

/** Answers of a racer to a statement that it sends more than once. */
function reads({ steps }: Outcome, actor: string, text: string): readonly string[] {
  return steps.flatMap((step) =>
    step.actor === actor && step.detail.kind === 'sql' && step.detail.text.startsWith(text)
      ? [JSON.stringify(step.detail.answer)]
      : [],
  );
}

const total = (outcome: Outcome): number =>
  left(outcome).reduce((sum, row) => sum + Number(row['balance']), 0);
const isLost = (outcome: Outcome): boolean => total(outcome) < 160;
const isNobodyOnCall = (outcome: Outcome): boolean =>
  left(outcome).every((row) => row['is_on_call'] === false);
const isTakenTwice = (outcome: Outcome): boolean =>
  left(outcome).some((row) => String(row['taken_by']).includes(' and '));
const hasWaited = ({ steps }: Outcome): boolean => steps.some(({ detail }) => detail.kind === 'wait');
const seesAnother =
  (actor: string) =>
  (outcome: Outcome): boolean =>
    new Set(reads(outcome, actor, 'select id from job')).size > 1;
const refusedWith =
  (code: string) =>
  (outcome: Outcome): boolean =>
    codes(outcome).includes(code);

/** What may happen under some schedule. */
const POSSIBLE: readonly [race: string, what: string, happened: (outcome: Outcome) => boolean][] = [
  ['lost-update', 'a deposit is lost', isLost],
  ['write-skew-read-committed', 'nobody is on call', isNobodyOnCall],
  ['write-skew-repeatable-read', 'nobody is on call', isNobodyOnCall],
  ['phantom', 'a second read sees other rows', seesAnother('fresh')],
  ['double-claim', 'a job is taken twice', isTakenTwice],
  ['claim-for-update', 'a worker waits', hasWaited],
  ['append-raced', 'a number is a duplicate', refusedWith('23505')],
  ['append-serialised', 'a writer waits', hasWaited],
  ['transfers', 'a transfer is refused as a deadlock', refusedWith('40P01')],
];

/** What happens under no schedule. */
const IMPOSSIBLE: readonly [race: string, what: string, happened: (outcome: Outcome) => boolean][] = [
  ['phantom', 'a second read sees other rows under REPEATABLE READ', seesAnother('steady')],
  ['claim-for-update', 'a job is taken twice', isTakenTwice],
  ['claim-skip-locked', 'a job is taken twice', isTakenTwice],
  ['claim-skip-locked', 'a worker waits', hasWaited],
  ['append-serialised', 'an append is refused', (outcome) => codes(outcome).length > 0],
  ['transfers', 'money is made or lost', (outcome) => total(outcome) !== 300],
];

for (const { title, isMissing, boot } of allTargets) {
  describe.skipIf(isMissing)(`races on ${title}`, () => {
    let target: Target;
    beforeAll(async () => {
      target = await boot([...new Set(RACES.flatMap(({ schema }) => schema))]);
    });
    afterAll(() => target.close());

    it.for(POSSIBLE)('%s: sometimes %s', async ([name, , happened], { skip }) => {
      skipWithoutRaces(skip);
      for (const seed of seeds(MANY)) {
        if (happened(await hold(target, raceOf(name), seed, random))) return;
      }
      expect.fail(`not once in ${MANY} schedules`);
    });

    it.for(IMPOSSIBLE)('%s: never %s', async ([name, , happened], { skip }) => {
      skipWithoutRaces(skip);
      for (const seed of seeds(FEW)) {
        expect(happened(await hold(target, raceOf(name), seed, random)), `seed ${seed}`).toBe(false);
      }
    });

    function skipWithoutRaces(skip: (condition: boolean, note: string) => void): void {
      const limitation = target.limitations.find(({ feature }) => NEEDED.has(feature));
      skip(limitation !== undefined, `${target.name} has no ${limitation?.feature}: ${limitation?.reason}`);
    }
  });
}
