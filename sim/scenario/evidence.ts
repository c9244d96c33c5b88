import type { Evidence } from '../../models/law/index.ts';
import type { RunEnd } from '../kernel/index.ts';
import type { Target } from '../target/index.ts';
import type { Cluster } from './cluster.ts';

/** Gathers what laws look at once a run is over. */
export function collectEvidence(target: Target, cluster: Cluster, run: RunEnd): Evidence {
  // Each query states its rows' shape by its column list.
  const workflows = target.inspect('select id, status from workflow_execution order by id');
  const tasks = target.inspect(
    'select id, workflow_id as "workflowId", status, ignored from task_execution order by id',
  );
  const events = target.inspect(
    'select workflow_id as "workflowId", sequence, type, data from workflow_event order by workflow_id, sequence',
  );
  return {
    workflows: workflows as Evidence['workflows'],
    tasks: tasks as Evidence['tasks'],
    events: events as Evidence['events'],
    acknowledged: cluster.acknowledged,
    failures: [
      ...cluster.failures,
      ...run.failures.map(({ actor, error }) => ({ actor, message: String(error) })),
    ],
    end: run.end,
    elapsedMs: run.elapsedMs,
  };
}
