import { createEngine } from '../../src/engine/index.ts';
import type { SqlPool } from '../../src/ports/index.ts';
import type { Defect } from './defect.ts';

/**
 * Whoever cancels a timer locks the timer and then its workflow; whoever fires it locks the workflow and then the timer.
 * Each is right by itself. When both do at once, the database ends one of them.
 */
export const oppositeLockOrders: Defect = {
  name: 'opposite-lock-orders',
  summary: "cancelling a timer locks its row before the workflow's, against the order of all others",
  source: 'the row that the request names is looked up, and locked, first',
  breaks: 'unpoisoned',
  shows: { scenario: 'last-moment', size: { tasks: 1 }, least: { actors: 2, preemptions: 1, faults: 0 } },
  apply: (engine, ports) => ({
    ...engine,
    cancelTimer: (request) =>
      ports.sql.transaction(async (session) => {
        await session.query('select status from timer where workflow_id = $1 and timer_id = $2 for update', [
          request.workflowId,
          request.timerId,
        ]);
        const sql: SqlPool = {
          query: (text, values) => session.query(text, values),
          transaction: (body) => body(session), // the one that holds the timer's lock
        };
        return await createEngine({ ...ports, sql }).cancelTimer(request);
      }),
  }),
};
