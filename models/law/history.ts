import type { Evidence } from './evidence.ts';

type Events = Evidence['events'];

/** The events of each workflow, in the order of the evidence. */
export function eventsByWorkflow({ events }: Evidence): ReadonlyMap<string, Events> {
  const histories = new Map<string, Events[number][]>();
  for (const event of events) {
    const history = histories.get(event.workflowId);
    if (history) history.push(event);
    else histories.set(event.workflowId, [event]);
  }
  return histories;
}
