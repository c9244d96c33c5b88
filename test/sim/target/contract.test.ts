import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Limitation, Target } from '../../../sim/target/index.ts';
import { allTargets } from '../../support/all-targets.ts';
import { SessionStage } from '../../support/scripted-sessions.ts';
import { advisoryLocks } from './contract/advisory-locks.ts';
import { answers } from './contract/answers.ts';
import type { Chapter, Feature } from './contract/behaviour.ts';
import { beyond } from './contract/beyond.ts';
import { deadlocks } from './contract/deadlocks.ts';
import { foreignKeys } from './contract/foreign-keys.ts';
import { interleavedWork } from './contract/interleaved-work.ts';
import { readCommitted } from './contract/read-committed.ts';
import { repeatableRead } from './contract/repeatable-read.ts';
import { rowLocks } from './contract/row-locks.ts';
import { runs } from './contract/runs.ts';
import { savepoints } from './contract/savepoints.ts';
import { CONTRACT_ROWS, CONTRACT_SCHEMA, RICH_SCHEMA } from './contract/schema.ts';
import { sessions } from './contract/sessions.ts';
import { tableLocks } from './contract/table-locks.ts';
import { transactions } from './contract/transactions.ts';
import { uniqueKeys } from './contract/unique-keys.ts';
import { waitedStatements } from './contract/waited-statements.ts';
import { waiting } from './contract/waiting.ts';

const CHAPTERS: readonly Chapter[] = [
  answers,
  runs,
  sessions,
  transactions,
  savepoints,
  readCommitted,
  repeatableRead,
  rowLocks,
  uniqueKeys,
  foreignKeys,
  advisoryLocks,
  tableLocks,
  waiting,
  waitedStatements,
  interleavedWork,
  deadlocks,
  beyond,
];

/** What no single statement needs: a target without it has nothing to refuse. */
const OF_SESSIONS: Feature = 'concurrent-sessions';

for (const { title, isMissing, isPostgres, boot } of allTargets) {
  describe.skipIf(isMissing)(title, () => {
    let target: Target;
    let stage: SessionStage;

    beforeAll(async () => {
      target = await boot(isPostgres ? [...CONTRACT_SCHEMA, ...RICH_SCHEMA] : CONTRACT_SCHEMA);
    });
    beforeEach(() => {
      stage = new SessionStage(target);
      stage.reset(...CONTRACT_ROWS);
    });
    afterEach(() => stage.close());
    afterAll(() => target.close());

    for (const { title, needs, behaviours } of CHAPTERS) {
      describe(title, () => {
        for (const { name, needs: more, play, refused } of behaviours) {
          it(name, ({ skip }) => {
            const limitation = limitationOf(target, [...needs, ...more]);
            if (!limitation) return play(stage);
            const isOfStatements = limitation.feature !== OF_SESSIONS && !limitationOf(target, needs);
            if (refused.length > 0 && isOfStatements) isRefused(stage, refused);
            return skip(`${target.name} has no ${limitation.feature}: ${limitation.reason}`);
          });
        }
      });
    }
  });
}

function limitationOf(target: Target, features: readonly string[]): Limitation | undefined {
  return target.limitations.find(({ feature }) => features.includes(feature));
}

/** What a target cannot do it refuses clearly. */
function isRefused(stage: SessionStage, statements: readonly string[]): void {
  const session = stage.session();
  const answers = statements.map((text) => session.execute({ text }).answer);
  expect(answers.at(-1), `${statements.join('; ')} of what it lacks`).toMatchObject({ code: '0A000' });
}
