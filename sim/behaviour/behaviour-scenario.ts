import type { Scenario } from '../scenario/index.ts';
import type { Behaviour } from './behaviour.ts';

/** A behaviour as a scenario, so that it is shown under every interleaving a seed can name. */
export function behaviourScenario(behaviour: Behaviour, summary: string): Scenario {
  const { name, workflows, tasks = [], tasksApart } = behaviour;
  return {
    name,
    summary,
    size: { tasks: 2, workers: 2, servers: 2 },
    needsCalm: 'what it shows is how the engine answers when nothing goes wrong',
    workload: () => ({
      workflows,
      tasks,
      ...(tasksApart ? { tasksApart } : {}),
      needsSweeps: true,
      clients: [(client, clock, operations) => behaviour.run({ client, clock, operations, id: 'shown' })],
    }),
  };
}
