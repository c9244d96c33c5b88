import { openSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFECTS } from '../../models/defect/index.ts';
import type { RunsPlan } from '../../sim/campaign/index.ts';
import { SCENARIOS, type Scenario } from '../../sim/scenario/index.ts';
import { STRATEGIES } from '../../sim/strategy/index.ts';
import type { Target } from '../../sim/target/index.ts';

/** A pipe that nobody writes to: threads are of one process. */
export const NOTHING_TO_READ = join(tmpdir(), `skein-nothing-to-read-${process.pid}`);

/** Scenarios that their worker does not survive, and some that it does. */
export const ACCIDENTS: readonly Scenario[] = [
  accident('exits', () => process.exit(7)),
  accident('throws', () => {
    queueMicrotask(() => {
      throw new Error('a bug of the simulator');
    });
  }),
  accident('hangs', () => {
    for (;;);
  }),
  accident('blocks', () => {
    readSync(openSync(NOTHING_TO_READ, 'r+'), Buffer.alloc(1));
  }),
  accident('hoards', () => {
    const hoard: number[][] = [];
    for (;;) hoard.push(Array.from({ length: 1_000 }, (_, index) => index));
  }),
  named(SCENARIOS, 'completions'),
  named(SCENARIOS, 'fan-out'),
];

/** What a worker is given: names, in turns. */
export type AccidentAssignment = {
  readonly scenarios: readonly [string, ...string[]];
  readonly isDefective: boolean;
  readonly shrinkMs?: number;
};

/** A thread that runs them. */
export const ACCIDENT_THREAD = new URL('fixture/accident-thread.ts', import.meta.url);

/** What an assignment stands for. */
export function runsPlanOf(
  target: Target,
  { scenarios, isDefective, shrinkMs }: AccidentAssignment,
): RunsPlan {
  const [first, ...others] = scenarios;
  return {
    target,
    scenarios: [named(ACCIDENTS, first), ...others.map((name) => named(ACCIDENTS, name))],
    size: {},
    strategy: named(STRATEGIES, 'random'),
    defect: isDefective ? named(DEFECTS, 'sequence-from-row') : undefined,
    shrinkMs,
  };
}

function accident(name: string, happen: () => void): Scenario {
  return {
    name,
    summary: `a worker that ${name}`,
    size: { tasks: 1, workers: 0, servers: 1 },
    workload: () => ({
      workflows: [],
      tasks: [],
      clients: [
        async () => {
          happen();
        },
      ],
    }),
  };
}

function named<Thing extends { readonly name: string }>(things: readonly Thing[], name: string): Thing {
  const found = things.find((thing) => thing.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}
