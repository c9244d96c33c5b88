import { DEFECTS } from '../../models/defect/index.ts';
import { LAWS } from '../../models/law/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import { FAULTS } from '../fault/index.ts';
import { RACES } from '../race/index.ts';
import { SCENARIOS } from '../scenario/index.ts';
import { STRATEGIES } from '../strategy/index.ts';
import { EXIT } from './exit-code.ts';
import { OPINIONS, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';

/** Lists everything that can be named. @returns the exit code. */
export function listCommand({ color }: { readonly color: boolean }): number {
  const { paint, print } = processTerminal(color);
  const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['scenarios', SCENARIOS.map(({ name, summary, size }) => [name, `${summary} (${describeSize(size)})`])],
    [
      'behaviours, each of them a scenario, too',
      BEHAVIOUR_SCENARIOS.map(({ name, summary }) => [name, summary]),
    ],
    ['races', RACES.map(({ name, summary }) => [name, summary])],
    ['strategies', STRATEGIES.map(({ name, summary }) => [name, summary])],
    ['faults', FAULTS.map(({ name, summary }) => [name, summary])],
    ['targets', TARGETS.map(({ name, summary }) => [name, summary])],
    ['second opinions', OPINIONS.map(({ name, summary }) => [name, summary])],
    ['laws', LAWS.map(({ name, statement }) => [name, statement])],
    ['defects', DEFECTS.map(({ name, summary, breaks }) => [name, `${summary} (breaks ${breaks})`])],
  ];
  for (const [title, entries] of sections) {
    print(paint.bold(title));
    const width = Math.max(...entries.map(([name]) => name.length));
    for (const [name, text] of entries) print(`  ${paint.cyan(name.padEnd(width))}  ${text}`);
    print('');
  }
  return EXIT.held;
}

function describeSize(size: { tasks: number; workers: number; servers: number }): string {
  return `${size.tasks} tasks, ${size.workers} workers, ${size.servers} servers`;
}
