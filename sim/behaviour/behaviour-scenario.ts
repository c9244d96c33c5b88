import type { Scenario } from '../scenario/index.ts';
import type { Behaviour } from './behaviour.ts';

/** A behaviour as a scenario, so that it is shown under every interleaving a seed can name. */
export function behaviourScenario({ name, workflows, tasks = [], tasksApart, run }: Behaviour): Scenario {
  return {
    name,
    summary: name.replaceAll('_', ' '),
    size: { tasks: 2, workers: 2, servers: 2 },
    workload: () => ({
      workflows,
      tasks,
      ...(tasksApart ? { tasksApart } : {}),
      needsSweeps: true,
      clients: [(client, clock, operations) => run({ client, clock, operations, id: 'shown' })],
    }),
  };
}
