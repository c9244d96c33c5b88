import { databaseTime } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** Code that asks for the time is told when it is replayed, and not when it first asked. */
export const clockOfActivation: Defect = {
  name: 'clock-of-activation',
  summary:
    "the time that a workflow's code is told is that of its activation, and another one at each replay",
  source: 'events stamped when they are read, where they should bear the time of their transaction',
  breaks: 'replayable',
  shows: { scenario: 'memory', size: { tasks: 2 }, least: { actors: 2, preemptions: 0, faults: 0 } },
  apply: (engine, { sql }) => ({
    ...engine,
    async getEvents(request) {
      const time = await databaseTime(sql);
      const { events } = await engine.getEvents(request);
      return { events: events.map((event) => ({ ...event, time })) };
    },
  }),
};
