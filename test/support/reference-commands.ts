import * as fc from 'fast-check';
import type { State } from '../../models/reference/index.ts';
import type { Command, Json } from '../../src/events/index.ts';

/** What a workflow asks for, but for ids: they show when it is asked. */
export type CommandIdea = {
  readonly type: Command['type'];
  /** Which one of those there are; 0 is a new one where something is made, and the latest where it is cancelled. */
  readonly which: number;
  readonly delayMs: number;
  readonly isLimited: boolean;
  readonly value: Json;
};

export const commandIdeas: fc.Arbitrary<CommandIdea> = fc.record({
  type: fc.constantFrom(
    'SCHEDULE_TASK',
    'CANCEL_TASK',
    'START_TIMER',
    'CANCEL_TIMER',
    'CREATE_PROMISE',
    'START_CHILD',
    'CANCEL_CHILD',
    'RECORD_OPERATION',
    'SET_STATE',
    'CLEAR_STATE',
  ),
  // Mostly new ids; one that is taken makes the whole submission invalid, and has to be rare.
  which: fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
  delayMs: fc.constantFrom(0, 100, 1_000, 30_000),
  isLimited: fc.boolean(),
  value: fc.constantFrom<Json[]>(null, 1, 'text', { a: [1] }),
});

/** A command of a workflow. @param index its place in the batch, so that new ids differ */
export function commandFrom(idea: CommandIdea, state: State, workflowId: string, index: number): Command {
  const { type, which, delayMs, isLimited, value } = idea;
  const workflow = state.workflows.get(workflowId);
  const isOwn = which < 3;
  const tasks = [...state.tasks.values()].filter((task) => (task.workflowId === workflowId) === isOwn);
  const id = (known: readonly string[], make: (position: number) => string): string =>
    which === 0 ? make(known.length + index + 1) : (known.at(-which) ?? make(which));
  const latest = (known: readonly string[]): string => known.at(-1 - which) ?? known[0] ?? 'nothing';
  switch (type) {
    case 'SCHEDULE_TASK': {
      const taskId = id(
        tasks.map((task) => task.id),
        (position) => `${workflowId}/task/${position}`,
      );
      const retry = { retries: isLimited ? 1 : 0, initialDelay: 1_000, maxDelay: 60_000 };
      const timeout = delayMs > 0 && isLimited ? { timeoutMs: delayMs } : {};
      return { type, taskId, kind: 'charge', queue: 'red', input: value, retry, ...timeout };
    }
    case 'CANCEL_TASK':
      return { type, taskId: latest(tasks.map((task) => task.id)) };
    case 'START_TIMER': {
      const timerId = id([...(workflow?.timers.keys() ?? [])], (position) => `timer/${position}`);
      const started = workflow?.history[0]?.time ?? 0;
      return isLimited ? { type, timerId, delayMs } : { type, timerId, fireAt: started + delayMs };
    }
    case 'CANCEL_TIMER':
      return { type, timerId: latest([...(workflow?.timers.keys() ?? [])]) };
    case 'CREATE_PROMISE': {
      const name = id([...(workflow?.promises.keys() ?? [])], (position) => `promise-${position}`);
      return isLimited ? { type, name, timeoutMs: delayMs } : { type, name };
    }
    case 'START_CHILD': {
      const known = isOwn ? [...(workflow?.children.keys() ?? [])] : [...state.workflows.keys()];
      const childId = id(known, (position) => `${workflowId}/child/${position}`);
      return { type, childId, kind: 'order', queue: 'red', ...(isLimited ? { input: value } : {}) };
    }
    case 'CANCEL_CHILD': {
      const known = isOwn ? [...(workflow?.children.keys() ?? [])] : [...state.workflows.keys()];
      return { type, childId: latest(known) };
    }
    case 'RECORD_OPERATION': {
      const result = isLimited ? { output: value } : { error: { name: 'Error', message: 'no' } };
      return { type, position: index + 1, name: 'look', result };
    }
    case 'SET_STATE':
      return { type, key: which === 0 ? 'stage' : 'place', value };
    case 'CLEAR_STATE':
      return { type, key: which === 0 ? 'stage' : 'place' };
  }
}
