import type { EventType } from '../../src/events/index.ts';
import { AWAITED, type AwaitedKind } from './awaited.ts';
import type { Evidence } from './evidence.ts';
import type { Law, Witness } from './law.ts';

/** Ends that history tells, by workflow and id. */
type Ends = ReadonlyMap<string, readonly EventType[]>;

/**
 * A task, timer, promise or child has ended if and only if the history holds exactly one terminal event for it, of the
 * matching kind, and every acknowledged result is in the history.
 */
export const exactlyOnce: Law = {
  name: 'exactly-once',
  statement:
    'A task, timer, promise or child has ended if and only if the history holds exactly one terminal event for it, of the matching kind, and every acknowledged result is in the history.',
  check(evidence) {
    for (const kind of AWAITED) {
      const ends = endsOf(kind, evidence);
      const witness = rowWithoutItsEvent(kind, evidence, ends);
      if (witness) return witness;
      if (kind.name !== 'task') continue;
      const unrecorded = acknowledgedWithoutEvent(evidence, ends);
      if (unrecorded) return unrecorded;
    }
    return undefined;
  },
};

const keyOf = (workflowId: string, id: string): string => `${workflowId} ${id}`;

function endsOf({ ends, idOf }: AwaitedKind, { events }: Evidence): Ends {
  const types = new Set(Object.values(ends));
  const found = new Map<string, EventType[]>();
  for (const { workflowId, type, data } of events) {
    const id = idOf(data);
    if (!types.has(type) || id === undefined) continue;
    const key = keyOf(workflowId, id);
    const known = found.get(key);
    if (known) known.push(type);
    else found.set(key, [type]);
  }
  return found;
}

function rowWithoutItsEvent(kind: AwaitedKind, evidence: Evidence, ends: Ends): Witness | undefined {
  for (const { id, workflowId, status, ignored } of kind.rows(evidence)) {
    if (workflowId === null) continue;
    const found = ends.get(keyOf(workflowId, id)) ?? [];
    const expected = ignored ? undefined : kind.ends[status];
    if (expected === undefined ? found.length === 0 : found.length === 1 && found[0] === expected) continue;
    const has = found.length === 0 ? 'no terminal event' : found.join(' and ');
    const state = ignored ? `${status} (ignored)` : status;
    const name = kind.name.charAt(0).toUpperCase() + kind.name.slice(1);
    return {
      sentence: `${name} ${id} is ${state}, and the history holds ${has} for it${expected ? ` instead of one ${expected}` : ''}.`,
      subjects: [workflowId, id],
      shape: `${kind.name} ${state} with ${has}`,
    };
  }
  return undefined;
}

function acknowledgedWithoutEvent({ acknowledged, tasks }: Evidence, ends: Ends): Witness | undefined {
  const workflowOf = new Map(tasks.map((task) => [task.id, task.workflowId]));
  for (const { operation, taskId, answer } of acknowledged) {
    const workflowId = workflowOf.get(taskId);
    if (answer !== 'RECORDED' || typeof workflowId !== 'string') continue;
    const expected = operation === 'completeTask' ? 'TASK_COMPLETED' : 'TASK_FAILED';
    if (ends.get(keyOf(workflowId, taskId))?.includes(expected)) continue;
    return {
      sentence: `${operation} of ${taskId} was answered RECORDED, and the history holds no ${expected} for it.`,
      subjects: [workflowId, taskId],
      shape: `${operation} RECORDED without ${expected}`,
    };
  }
  return undefined;
}
