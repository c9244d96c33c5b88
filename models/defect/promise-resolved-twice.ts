import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Sql } from '../../src/ports/index.ts';
import { appendEvents, lockWorkflow, type PromiseAddress, wakeWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** Check, then act: the promise is looked at before the transaction that settles it begins. */
export const promiseResolvedTwice: Defect = {
  name: 'promise-resolved-twice',
  summary: 'whether a promise is open is asked before the lock is taken, and not again',
  source: 'the usual check-then-act, with the check outside of the transaction',
  breaks: 'exactly-once',
  shows: { scenario: 'last-moment', least: { actors: 2, preemptions: 1, faults: 0 } },
  apply: (engine, { sql }) => ({
    ...engine,
    async resolvePromise(request) {
      if (!(await isOpen(sql, request))) return await engine.resolvePromise(request);
      const { workflowId, name, value } = request;
      return await sql.transaction(async (session) => {
        const workflow = await lockWorkflow(session, workflowId);
        const ignored = workflow !== undefined && isWorkflowEnded(workflow.status);
        await session.query(
          `update promise set status = 'RESOLVED', value = $3::jsonb, ignored = $4
           where workflow_id = $1 and name = $2`,
          [workflowId, name, value === undefined ? null : JSON.stringify(value), ignored],
        );
        if (ignored) return { type: 'IGNORED' };
        const data = value === undefined ? { name } : { name, value };
        await appendEvents(session, workflowId, [{ type: 'PROMISE_RESOLVED', data }]);
        await wakeWorkflow(session, workflowId);
        return { type: 'RECORDED' };
      });
    },
  }),
};

async function isOpen(sql: Sql, { workflowId, name }: PromiseAddress): Promise<boolean> {
  const rows = await sql.query(
    "select name from promise where workflow_id = $1 and name = $2 and status = 'CREATED'",
    [workflowId, name],
  );
  return rows.length === 1;
}
