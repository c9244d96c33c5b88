import { completeAttempt } from '../../src/store/index.ts';
import { completeBy } from './completion.ts';
import type { Defect } from './defect.ts';

/** A completion does not ask whether its workflow has ended: the loser of a race is appended after the end. */
export const appendAfterEnd: Defect = {
  name: 'append-after-end',
  summary: 'completions are appended to the history of a workflow that has ended, too',
  source: 'a history taken for a log, to which one can always append',
  breaks: 'ordered',
  shows: {
    scenario: 'photo-finish',
    size: { tasks: 3, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    completeTask: (request) =>
      completeBy(engine, sql, request, {
        setCompleted: (session, ignored) => completeAttempt(session, request, request.output, ignored),
        isEnded: () => false,
      }),
  }),
};
