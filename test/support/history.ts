import { expect } from 'vitest';
import type { EventBody, Failure, Json, ScheduleTask, WorkflowEvent } from '../../src/events/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import { type ActivationResult, activate, type AnyWorkflow, task } from '../../src/sdk/index.ts';

/** A history written by hand, beginning with WORKFLOW_STARTED. */
export function historyFrom(input: Json | undefined, ...events: readonly EventBody[]): WorkflowEvent[] {
  const data = input === undefined ? { kind: 'order' } : { kind: 'order', input };
  const started: EventBody = { type: 'WORKFLOW_STARTED', data };
  return [started, ...events].map((event, index) => numbered(event, index + 1));
}

/** An event in its place. It happened as many seconds after the beginning of 2026 as it has others before it. */
export function numbered(event: EventBody, sequence: number): WorkflowEvent {
  return { ...event, sequence, time: Date.UTC(2026) + (sequence - 1) * 1_000 };
}

/** The id that the Nth call of workflow `w1` gets. */
export function idOf(call: number): string {
  return `w1/task/${call}`;
}

export function scheduled(call: number, kind: string, input?: Json): EventBody {
  const data = { taskId: idOf(call), kind };
  return { type: 'TASK_SCHEDULED', data: input === undefined ? data : { ...data, input } };
}

export function completed(call: number, output?: Json): EventBody {
  const data = { taskId: idOf(call) };
  return { type: 'TASK_COMPLETED', data: output === undefined ? data : { ...data, output } };
}

export function failed(call: number, error: Failure): EventBody {
  return { type: 'TASK_FAILED', data: { taskId: idOf(call), error } };
}

export const suspended: EventBody = { type: 'WORKFLOW_SUSPENDED', data: {} };

/** Activates workflow `w1` against a history. */
export function replay(
  definition: AnyWorkflow,
  history: readonly WorkflowEvent[],
  workflowId = 'w1',
): Promise<ActivationResult> {
  return activate(definition, workflowId, history, 'default', systemClock);
}

/** Events without their times, which must be there and are not known beforehand. */
export function untimed(events: readonly WorkflowEvent[]): readonly Omit<WorkflowEvent, 'time'>[] {
  return events.map(({ time, ...event }) => {
    expect(time).toBeTypeOf('number');
    return event;
  });
}

/** The tasks that an activation asked for. */
export function scheduledBy({ commands }: Pick<ActivationResult, 'commands'>): readonly ScheduleTask[] {
  return commands.filter((command) => command.type === 'SCHEDULE_TASK');
}

/** A task that a workflow may schedule and that never runs here. */
export function taskNamed(name: string) {
  return task<Json | void, Json>({
    name,
    run: () => Promise.reject(new Error(`${name} is not meant to run in this test`)),
  });
}
