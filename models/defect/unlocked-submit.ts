import { createEngine } from '../../src/engine/index.ts';
import { isUniqueViolation } from '../../src/ports/index.ts';
import type { Defect } from './defect.ts';
import { withoutRowLocks } from './without-row-locks.ts';

/**
 * An activation ends while a completion comes in, and neither waits for the other: both number their events alike. The
 * unique violation is taken for a submit that came too late, and nobody ends the activation.
 */
export const unlockedSubmit: Defect = {
  name: 'unlocked-submit',
  summary: "activations end without locking the workflow's row, and take a unique violation for being stale",
  source: 'what remains of the right transaction when FOR UPDATE is forgotten',
  breaks: 'live',
  shows: { scenario: 'fan-out', size: { tasks: 2 }, least: { actors: 2, preemptions: 1, faults: 0 } },
  apply: (engine, ports) => ({
    ...engine,
    async submitCommands(request) {
      try {
        return await createEngine({ ...ports, sql: withoutRowLocks(ports.sql) }).submitCommands(request);
      } catch (error) {
        if (isUniqueViolation(error)) return { type: 'STALE' };
        throw error;
      }
    },
  }),
};
