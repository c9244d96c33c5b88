import { createEngine } from '../../src/engine/index.ts';
import { SqlError, type SqlPool } from '../../src/ports/index.ts';
import type { Defect } from './defect.ts';

/**
 * Whoever resolves a promise locks the promise and then its workflow; whoever rejects it or gives it up locks the workflow
 * and then the promise. Each is right by itself. When two do at once, the database ends one of them, who takes that for a
 * sign that the other has settled the promise.
 */
export const oppositeLockOrders: Defect = {
  name: 'opposite-lock-orders',
  summary: "resolving a promise locks its row before the workflow's, and a deadlock is taken for being late",
  source: 'the row that the request names is looked up, and locked, first',
  breaks: 'unpoisoned',
  shows: { scenario: 'last-moment', least: { actors: 2, preemptions: 1, faults: 0 } },
  apply: (engine, ports) => ({
    ...engine,
    resolvePromise: (request) => {
      const settled = ports.sql.transaction(async (session) => {
        await session.query('select status from promise where workflow_id = $1 and name = $2 for update', [
          request.workflowId,
          request.name,
        ]);
        const sql: SqlPool = {
          query: (text, values) => session.query(text, values),
          transaction: (body) => body(session), // the one that holds the promise's lock
        };
        return await createEngine({ ...ports, sql }).resolvePromise(request);
      });
      return settled.catch(unlessDeadlock({ type: 'SETTLED' } as const));
    },
    rejectPromise: (request) =>
      engine.rejectPromise(request).catch(unlessDeadlock({ type: 'SETTLED' } as const)),
  }),
  applyToSweeps: (sweeps) => ({
    ...sweeps,
    expirePromises: (request) => sweeps.expirePromises(request).catch(unlessDeadlock({ count: 0 })),
  }),
};

function unlessDeadlock<Answer>(answer: Answer): (error: unknown) => Answer {
  return (error) => {
    if (error instanceof SqlError && error.code === '40P01') return answer;
    throw error;
  };
}
