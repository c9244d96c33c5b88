import type { Defect } from './defect.ts';
import { withStatements } from './rewritten-statements.ts';

/**
 * Tasks are taken back from workers that are known to have gone silent. A worker that died before it was first heard of
 * is not known, and keeps its tasks for ever.
 */
export const deadWorkerForgotten: Defect = {
  name: 'dead-worker-forgotten',
  summary: 'leases are taken back from workers in the table of heartbeats alone',
  source: 'a join with the table of workers, which not every worker has come to be in',
  breaks: 'live',
  shows: {
    scenario: 'leases',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  applyToSql: (sql) =>
    withStatements(sql, (text) =>
      text.includes('from task_execution')
        ? text.replace(
            "status = 'RUNNING' and lease_expires_at <= now()",
            "status = 'RUNNING' and lease_expires_at <= now() and lease_worker in (select id from worker)",
          )
        : text,
    ),
};
