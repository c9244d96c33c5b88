import type { EndTaskResponse } from '../../src/engine/index.ts';
import type { Evidence } from '../../models/law/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import { readTrace } from './calls.ts';
import { unprovokedErrors } from './unprovoked-errors.ts';

/** A row as PostgreSQL writes it, by column. */
export type WrittenRow = Readonly<Record<string, string | null>>;

/**
 * What laws would look at if a run had stopped after some step: the rows that are committed by then, and what everybody
 * was told. What clients and workflow code make of it is known in the end only, and not in here.
 *
 * @param rowsOf the committed rows of a table
 * @param steps those that were taken so far
 */
export function evidenceSoFar(
  rowsOf: (table: string) => readonly WrittenRow[],
  steps: readonly TraceStep[],
): Evidence {
  const trace = readTrace(steps);
  const awaited = (table: string, id: string): never =>
    rowsOf(table).map((row) => ({
      id: row[id],
      workflowId: row['workflow_id'],
      status: row['status'],
      ignored: row['ignored'] === 'true',
      attempt: Number(row['attempt']),
      retries: Number(row['max_retries']),
    })) as never; // the schema's columns, and its checks on statuses
  return {
    workflows: rowsOf('workflow_execution').map(({ id, status }) => ({ id, status })) as never, // likewise
    tasks: awaited('task_execution', 'id'),
    timers: awaited('timer', 'timer_id'),
    promises: awaited('promise', 'name'),
    children: awaited('child_workflow', 'child_id'),
    events: eventsIn(rowsOf('workflow_event')),
    acknowledged: acknowledgedIn(trace.calls),
    ...trace,
    unprovokedErrors: unprovokedErrors(steps, []),
    vainSweeps: [],
    replayFailures: [],
    failures: [],
    end: 'exhausted',
    elapsedMs: (steps.at(-1)?.time ?? 0) - (steps[0]?.time ?? 0),
  };
}

function eventsIn(rows: readonly WrittenRow[]): Evidence['events'] {
  const events = rows.map(({ workflow_id, sequence, type, data }) => ({
    workflowId: workflow_id ?? '',
    sequence: Number(sequence),
    type: type as Evidence['events'][number]['type'], // nobody writes any other
    data: JSON.parse(data ?? '{}') as Evidence['events'][number]['data'], // laws look at ids alone
  }));
  return events.sort((one, other) =>
    one.workflowId === other.workflowId
      ? one.sequence - other.sequence
      : one.workflowId < other.workflowId
        ? -1
        : 1,
  );
}

function acknowledgedIn(calls: Evidence['calls']): Evidence['acknowledged'] {
  return calls.flatMap(({ operation, request, answer, isRefused }) => {
    if (isRefused || (operation !== 'completeTask' && operation !== 'failTask')) return [];
    const { taskId } = request as { taskId: string }; // as both operations take it
    return [{ operation, taskId, answer: (answer as EndTaskResponse).type }]; // and answer
  });
}
