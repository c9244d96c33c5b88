import { createEngine } from '../../src/engine/index.ts';
import { isUniqueViolation } from '../../src/ports/index.ts';
import type { Defect } from './defect.ts';
import { withoutRowLocks } from './without-row-locks.ts';

/**
 * The transaction is there, the lock is not. READ COMMITTED lets two completions number their events alike, the unique
 * index lets one of them through, and the other one's whole transaction is lost with what it takes for a duplicate.
 */
export const unlockedCompletion: Defect = {
  name: 'unlocked-completion',
  summary: "completions do not lock the workflow's row, and take a unique violation for a duplicate",
  source: 'what remains of the right transaction when FOR UPDATE is forgotten',
  breaks: 'exactly-once',
  shows: {
    scenario: 'completions',
    size: { tasks: 2, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, ports) => ({
    ...engine,
    async completeTask(request) {
      try {
        return await createEngine({ ...ports, sql: withoutRowLocks(ports.sql) }).completeTask(request);
      } catch (error) {
        if (isUniqueViolation(error)) return { type: 'RECORDED' };
        throw error;
      }
    },
  }),
};
