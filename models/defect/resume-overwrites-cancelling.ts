import { isWorkflowEnded, type WorkflowStatus } from '../../src/events/index.ts';
import { appendEvents, lockWorkflow, setCancelRequested } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';
import { withStatements } from './rewritten-statements.ts';

/**
 * That a workflow is to cancel is known by its status until somebody claims it, who then tells its code. Whatever
 * resumes it in between overwrites that status.
 */
export const resumeOverwritesCancelling: Defect = {
  name: 'resume-overwrites-cancelling',
  summary: 'a workflow that is CANCELLING is set PENDING by whatever resumes it, and nobody knows any more',
  source: 'two facts in one column: that there is something to do, and that it is to cancel',
  breaks: 'acknowledged-is-durable',
  shows: { scenario: 'called-off', least: { actors: 2, preemptions: 1, faults: 0 } },
  apply: (engine, { sql, random }) => ({
    ...engine,
    async cancelWorkflow(request) {
      const { workflowId } = request;
      const isMarked = await sql.transaction(async (session) => {
        const workflow = await lockWorkflow(session, workflowId);
        if (!workflow || workflow.cancelRequested || isWorkflowEnded(workflow.status)) return false;
        if (workflow.status === 'RUNNING' || workflow.submittedToken === null) return false;
        await setCancelRequested(session, workflowId);
        return true;
      });
      return isMarked ? { type: 'REQUESTED' } : await engine.cancelWorkflow(request);
    },
    async pollWorkflow({ worker, queues, kinds, leaseMs }) {
      const token = random.uuid();
      return await sql.transaction(async (session) => {
        const rows = await session.query<{
          id: string;
          kind: string;
          queue: string;
          statusBefore: WorkflowStatus;
        }>(
          `with next as materialized (
             select id, status from workflow_execution
             where status in ('PENDING', 'CANCELLING') and queue = any($1::text[]) and kind = any($2::text[])
             order by priority desc, created_at, id limit 1 for update skip locked
           )
           update workflow_execution
           set status = 'RUNNING', lease_worker = $3, lease_token = $4,
               lease_expires_at = now() + $5 * interval '1 millisecond', updated_at = now()
           from next where workflow_execution.id = next.id
           returning workflow_execution.id, kind, queue, next.status as "statusBefore"`,
          [queues, kinds, worker, token, leaseMs],
        );
        const claimed = rows[0];
        if (!claimed) return {};
        const { id: workflowId, kind, queue, statusBefore } = claimed;
        if (statusBefore === 'CANCELLING') {
          await appendEvents(session, workflowId, [{ type: 'CANCELLATION_REQUESTED', data: {} }]);
        }
        return { activation: { workflowId, kind, queue, token } };
      });
    },
  }),
  applyToSql: (sql) => withStatements(sql, overwriting),
};

/** The statement that resumes a workflow, for every workflow that nobody has. */
function overwriting(text: string): string {
  if (!text.includes("where id = $1 and status = 'WAITING'")) return text;
  return text
    .replace("case when cancel_requested then 'CANCELLING' else 'PENDING' end", "'PENDING'")
    .replace("status = 'WAITING'", "status in ('WAITING', 'CANCELLING')");
}
