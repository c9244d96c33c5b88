import type { Json } from '../../src/events/index.ts';
import type { Defect } from './defect.ts';
import { withContext } from './planted-context.ts';

/**
 * When code is replayed, what it has set is loaded first, all of it: it reads from the beginning what it is only going
 * to write.
 */
export const statePreloaded: Defect = {
  name: 'state-preloaded',
  summary: "a replay begins with the workflow's latest state, and not with none",
  source: 'state read from the whole history at once, where it should be read up to the current event',
  breaks: 'replayable',
  shows: { scenario: 'memory', size: { tasks: 1 }, least: { actors: 2, preemptions: 0, faults: 0 } },
  applyToWorkflow: (definition) => {
    const latest = new Map<string, ReadonlyMap<string, Json>>();
    return withContext(definition, (context) => {
      const state = new Map(latest.get(context.workflowId));
      latest.set(context.workflowId, state);
      return {
        get: (key) => state.get(key) as never, // it is of the type that it was set with
        set: (key, value) => {
          state.set(key, value);
          context.set(key, value);
        },
        clear: (key) => {
          state.delete(key);
          context.clear(key);
        },
      };
    });
  },
};
