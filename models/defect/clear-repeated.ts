import type { Command } from '../../src/events/index.ts';
import { selectEvents } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/**
 * Setting state is matched with history, clearing it is not: every activation asks again for all that earlier ones have
 * cleared. What a replayed worker would send is put in front of what this one does.
 */
export const clearRepeated: Defect = {
  name: 'clear-repeated',
  summary: 'what was cleared once is cleared again at each replay, and takes newer values with it',
  source: 'a command that was added to the context, and not to the replay',
  breaks: 'replayable',
  shows: { scenario: 'memory', size: { tasks: 3 }, least: { actors: 1, preemptions: 0, faults: 0 } },
  apply: (engine, { sql }) => ({
    ...engine,
    async submitCommands(request) {
      const { workflowId, lastSeenSequence, commands } = request;
      const history = await selectEvents(sql, workflowId, 0);
      const repeated = history.flatMap(({ sequence, type, data }): readonly Command[] =>
        type === 'STATE_CLEARED' && sequence <= lastSeenSequence
          ? [{ type: 'CLEAR_STATE', key: data.key }]
          : [],
      );
      return await engine.submitCommands({ ...request, commands: [...repeated, ...commands] });
    },
  }),
};
