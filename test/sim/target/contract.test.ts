import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import { SessionStage } from '../../support/scripted-sessions.ts';
import type { Target } from '../../../sim/target/index.ts';
import { advisoryLocks } from './contract/advisory-locks.ts';
import { answers } from './contract/answers.ts';
import type { Chapter } from './contract/behaviour.ts';
import { deadlocks } from './contract/deadlocks.ts';
import { foreignKeys } from './contract/foreign-keys.ts';
import { readCommitted } from './contract/read-committed.ts';
import { repeatableRead } from './contract/repeatable-read.ts';
import { rowLocks } from './contract/row-locks.ts';
import { runs } from './contract/runs.ts';
import { savepoints } from './contract/savepoints.ts';
import { CONTRACT_ROWS } from './contract/schema.ts';
import { sessions } from './contract/sessions.ts';
import { tableLocks } from './contract/table-locks.ts';
import { contractTargets } from './contract/targets.ts';
import { transactions } from './contract/transactions.ts';
import { uniqueKeys } from './contract/unique-keys.ts';
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
  deadlocks,
];

for (const { title, isMissing, boot } of contractTargets) {
  describe.skipIf(isMissing)(title, () => {
    let target: Target;
    let stage: SessionStage;

    beforeAll(async () => {
      target = await boot();
    });
    beforeEach(() => {
      stage = new SessionStage(target);
      stage.reset(...CONTRACT_ROWS);
    });
    afterEach(() => stage.close());
    afterAll(() => target.close());

    for (const { title, needs, behaviours } of CHAPTERS) {
      describe(title, () => {
        for (const { name, needs: more, play } of behaviours) {
          it(name, ({ skip }) => {
            const features: readonly string[] = [...needs, ...more];
            const limitation = target.limitations.find(({ feature }) => features.includes(feature));
            if (limitation) skip(`${target.name} has no ${limitation.feature}: ${limitation.reason}`);
            play(stage);
          });
        }
      });
    }
  });
}
