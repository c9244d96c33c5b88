import type { Defect } from './defect.ts';
import { submitJudging } from './submission.ts';

/** To be on the safe side, every activation is followed by another one: no event is missed, and workers spin. */
export const alwaysResume: Defect = {
  name: 'always-resume',
  summary: 'a workflow is resumed after each activation, whether there is something new or not',
  source: 'a blunt way to lose no wake-up',
  breaks: 'no-spin',
  shows: {
    scenario: 'fan-out',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    submitCommands: (request) => submitJudging(sql, request, () => true),
  }),
};
