import type { Call, Evidence } from './evidence.ts';
import type { Law } from './law.ts';

/** If one call was answered before another was made, its event comes first. */
export const realTime: Law = {
  name: 'real-time',
  statement: 'If one call was answered before another was made, its event comes before that of the other.',
  check(evidence) {
    const calls = recordedCalls(evidence.calls);
    const latest = new Map<string, { readonly call: Call; readonly what: string }>();
    for (const { workflowId, type, data, sequence } of evidence.events) {
      const call = calls.get(keyOf(workflowId, type, data.taskId ?? data.name));
      if (!call) continue;
      const before = latest.get(workflowId);
      const what = `${type} (${sequence})`;
      if (before && call.answeredAt < before.call.calledAt) {
        return {
          sentence: `In the history of ${workflowId}, ${before.what} comes before ${what}, whose call was answered in step ${call.answeredAt}, before the other was made in step ${before.call.calledAt}.`,
          subjects: [workflowId],
          shape: `${type} after an event of a later call`,
        };
      }
      if (!before || before.call.calledAt < call.calledAt) latest.set(workflowId, { call, what });
    }
    return undefined;
  },
};

/** Calls that are known by the event that they recorded: ends of tasks, settled promises. */
function recordedCalls(calls: Evidence['calls']): ReadonlyMap<string, Call> {
  const recorded = new Map<string, Call>();
  for (const call of calls) {
    if (call.isRefused || (call.answer as { readonly type?: string }).type !== 'RECORDED') continue;
    const { workflowId, taskId, name } = call.request as Readonly<Record<string, string | undefined>>;
    if (call.operation === 'completeTask' && taskId !== undefined) {
      recorded.set(keyOf(undefined, 'TASK_COMPLETED', taskId), call);
    } else if (call.operation === 'resolvePromise' && name !== undefined) {
      recorded.set(keyOf(workflowId, 'PROMISE_RESOLVED', name), call);
    }
  }
  return recorded;
}

/** Tasks are known by their own ids. */
function keyOf(workflowId: string | undefined, type: string, id: string | undefined): string {
  return JSON.stringify([type.startsWith('TASK_') ? null : (workflowId ?? null), type, id ?? null]);
}
