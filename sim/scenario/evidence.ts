import type { Evidence } from '../../models/law/index.ts';
import type { WorkflowEvent } from '../../src/events/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import { type AnyWorkflow, replayHistory } from '../../src/sdk/index.ts';
import type { RunEnd } from '../kernel/index.ts';
import type { Target } from '../target/index.ts';
import { readTrace } from './calls.ts';
import type { Cluster } from './cluster.ts';
import { replayEnd } from './replay-end.ts';
import { unprovokedErrors } from './unprovoked-errors.ts';

type Event = WorkflowEvent & { readonly workflowId: string };

/** Gathers what laws look at once a run is over. */
export async function collectEvidence(target: Target, cluster: Cluster, run: RunEnd): Promise<Evidence> {
  // Each query states its rows' shape by its column list.
  const read = (text: string): never => target.inspect(text) as never;
  const events = target.inspect(
    `select workflow_id as "workflowId", sequence, type, data,
            floor(extract(epoch from created_at) * 1000)::bigint as time
     from workflow_event order by workflow_id, sequence`,
  ) as readonly Event[];
  return {
    workflows: read('select id, status from workflow_execution order by id'),
    tasks: read(
      `select id, workflow_id as "workflowId", status, ignored, attempt, max_retries as retries
       from task_execution order by id`,
    ),
    timers: read(
      `select timer_id as id, workflow_id as "workflowId", status, ignored from timer
       order by workflow_id, timer_id`,
    ),
    promises: read(
      'select name as id, workflow_id as "workflowId", status, ignored from promise order by workflow_id, name',
    ),
    children: read(
      `select child_id as id, workflow_id as "workflowId", status, ignored from child_workflow
       order by workflow_id, child_id`,
    ),
    events: events as unknown as Evidence['events'], // laws look at ids alone
    acknowledged: cluster.acknowledged,
    ...readTrace(run.trace.steps),
    unprovokedErrors: unprovokedErrors(run.trace.steps, cluster.provoked),
    vainSweeps: cluster.sweepWatch.vain,
    replayFailures: await replayAll(cluster.workflows, historiesOf(events)),
    failures: [
      ...cluster.failures,
      ...run.failures.map(({ actor, error }) => ({ actor, message: String(error) })),
    ],
    end: run.end,
    elapsedMs: run.elapsedMs,
  };
}

async function replayAll(
  definitions: readonly AnyWorkflow[],
  histories: ReadonlyMap<string, readonly WorkflowEvent[]>,
): Promise<Evidence['replayFailures']> {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const failures: { workflowId: string; problem: string }[] = [];
  for (const [workflowId, history] of histories) {
    const started = history[0];
    const definition = started?.type === 'WORKFLOW_STARTED' ? byName.get(started.data.kind) : undefined;
    if (!definition) continue;
    const problem =
      (await replayHistory(definition, workflowId, history, systemClock)) ??
      (await replayEnd(definition, workflowId, history, systemClock));
    if (problem !== undefined) failures.push({ workflowId, problem });
  }
  return failures;
}

function historiesOf(events: readonly Event[]): ReadonlyMap<string, readonly WorkflowEvent[]> {
  const histories = new Map<string, Event[]>();
  for (const event of events) {
    const history = histories.get(event.workflowId);
    if (history) history.push(event);
    else histories.set(event.workflowId, [event]);
  }
  return histories;
}
