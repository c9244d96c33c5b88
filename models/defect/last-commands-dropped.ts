import type { Defect } from './defect.ts';

/** An activation that ends its workflow has asked for things, too: to publish a last value, to start one more task. */
export const lastCommandsDropped: Defect = {
  name: 'last-commands-dropped',
  summary: 'when a workflow completes, whatever else its last activation asked for is dropped',
  source: 'a submission that either ends a workflow or carries its commands out',
  breaks: 'replayable',
  shows: {
    scenario: 'memory',
    size: { tasks: 2, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  apply: (engine) => ({
    ...engine,
    submitCommands: (request) =>
      engine.submitCommands(request.outcome.type === 'COMPLETED' ? { ...request, commands: [] } : request),
  }),
};
