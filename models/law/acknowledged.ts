import type { EventType } from '../../src/events/index.ts';
import type { Call, Evidence } from './evidence.ts';
import { forgottenCancellation } from './forgotten-cancellation.ts';
import type { Law } from './law.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An answer that promises an event, and that event. */
type Promised = { readonly workflowId: string; readonly type: EventType; readonly name?: string };

/** What callers were told is there: every acknowledged call has left its event. */
export const acknowledgedIsDurable: Law = {
  name: 'acknowledged-is-durable',
  statement:
    'What a caller was told succeeded is there, as often as that, and what was refused has no effect.',
  check(evidence) {
    const promised = new Map<string, { readonly event: Promised; count: number }>();
    for (const call of evidence.calls) {
      for (const event of promisedBy(call)) {
        const key = keyOf(event.workflowId, event.type, event.name);
        const known = promised.get(key);
        if (known) known.count += 1;
        else promised.set(key, { event, count: 1 });
      }
    }
    const found = countEvents(evidence);
    const possible = countUnanswered(evidence);
    for (const [key, { event, count }] of promised) {
      const there = found.get(key) ?? 0;
      if (there >= count && there <= count + (possible.get(key) ?? 0)) continue;
      const what = `${event.type}${event.name === undefined ? '' : ` ${event.name}`}`;
      return {
        sentence: `${count} calls were told that ${what} of ${event.workflowId} is recorded, and the history holds ${there}.`,
        subjects: [event.workflowId],
        shape: `${event.type}: ${there < count ? 'fewer' : 'more'} than acknowledged`,
      };
    }
    return forgottenCancellation(evidence);
  },
};

type Told = Pick<Call, 'operation' | 'request' | 'answer' | 'isRefused'>;

function promisedBy({ operation, request, answer, isRefused }: Told): readonly Promised[] {
  if (isRefused) return [];
  const asked = request as Fields; // as its operation has it
  const { type, created } = answer as Fields;
  const text = (value: unknown): string => String(value);
  switch (operation) {
    case 'startWorkflow':
      return created === true ? [{ workflowId: text(asked['id']), type: 'WORKFLOW_STARTED' }] : [];
    case 'signalWorkflow':
      if (type !== 'RECORDED') return [];
      return [{ workflowId: text(asked['workflowId']), type: 'SIGNAL_RECEIVED', name: text(asked['name']) }];
    case 'signalWithStart': {
      const { start, signal } = asked as { start: { id: string }; signal: { name: string } };
      const begun: Promised = { workflowId: start.id, type: 'WORKFLOW_STARTED' };
      const sent: Promised = { workflowId: start.id, type: 'SIGNAL_RECEIVED', name: signal.name };
      return [...(created === true ? [begun] : []), ...(type === 'RECORDED' ? [sent] : [])];
    }
    case 'resolvePromise':
    case 'rejectPromise': {
      if (type !== 'RECORDED') return [];
      const event = operation === 'resolvePromise' ? 'PROMISE_RESOLVED' : 'PROMISE_REJECTED';
      return [{ workflowId: text(asked['workflowId']), type: event, name: text(asked['name']) }];
    }
    case 'cancelWorkflow':
      if (type !== 'REQUESTED' && type !== 'CANCELLED') return [];
      return [{ workflowId: text(asked['workflowId']), type: 'CANCELLATION_REQUESTED' }];
    default:
      return [];
  }
}

/** Events that calls may have left whose callers never knew, by workflow and type. */
function countUnanswered({ unanswered }: Evidence): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { operation, request } of unanswered) {
    const answer = { created: true, type: operation === 'cancelWorkflow' ? 'REQUESTED' : 'RECORDED' };
    for (const event of promisedBy({ operation, request, answer, isRefused: false })) {
      const key = keyOf(event.workflowId, event.type, event.name);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** Events by workflow and type, those with a name by that, too. */
function countEvents({ events }: Evidence): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { workflowId, type, data } of events) {
    const key = keyOf(workflowId, type, data.name);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf(workflowId: string, type: EventType, name: string | undefined): string {
  return JSON.stringify([workflowId, type, name ?? null]);
}
