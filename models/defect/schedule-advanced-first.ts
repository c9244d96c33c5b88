import { createSweeps } from '../../src/engine/index.ts';
import type { SqlPool } from '../../src/ports/index.ts';
import type { Defect } from './defect.ts';

/** That a schedule has run is written before its workflow is started. A server that dies in between has lost the run. */
export const scheduleAdvancedFirst: Defect = {
  name: 'schedule-advanced-first',
  summary: 'a schedule is set to its next time in one transaction, and its workflow started in others',
  source: 'statements that were right in a transaction, sent without one',
  breaks: 'expected',
  shows: {
    scenario: 'schedules',
    size: { tasks: 6, workers: 1, servers: 1 },
    faults: ['crash-server'],
    least: { actors: 1, preemptions: 1, faults: 1 }, // a server dies while somebody asks it: that is the preemption
  },
  applyToSweeps: (sweeps, { sql, random }) => {
    const autocommitted: SqlPool = {
      query: (text, values) => sql.query(text, values),
      transaction: (body) => body(sql),
    };
    const wrong = createSweeps({ sql: autocommitted, random });
    return { ...sweeps, runSchedules: (request) => wrong.runSchedules(request) };
  },
};
