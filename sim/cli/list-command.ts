import { DEFECTS } from '../../models/defect/index.ts';
import { MUTANTS } from '../../models/mutant/index.ts';
import { LAWS } from '../../models/law/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import { FAULTS } from '../fault/index.ts';
import { RACES } from '../race/index.ts';
import { SCENARIOS } from '../scenario/index.ts';
import { STRATEGIES } from '../strategy/index.ts';
import { EXIT } from './exit-code.ts';
import { OPINIONS, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein list`, as commander gives them. */
export type ListFlags = { readonly color: boolean; readonly mutants: boolean };

/** Lists everything that can be named; mutants alone, if asked for. @returns the exit code. */
export function listCommand({ color, mutants }: ListFlags): number {
  const { paint, print } = processTerminal(color);
  const ofMutants: Section = [
    'mutants, each of which can be planted as a defect',
    MUTANTS.map(({ name, summary }) => [name, summary]),
  ];
  const sections: readonly Section[] = [
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
  for (const [title, entries] of mutants ? [ofMutants] : sections) {
    print(paint.bold(title));
    const width = Math.max(...entries.map(([name]) => name.length));
    for (const [name, text] of entries) print(`  ${paint.cyan(name.padEnd(width))}  ${text}`);
    print('');
  }
  if (!mutants) print(`and ${MUTANTS.length} mutants, made by machine: skein list --mutants`);
  return EXIT.held;
}

type Section = readonly [title: string, entries: readonly (readonly [name: string, text: string])[]];

function describeSize(size: { tasks: number; workers: number; servers: number }): string {
  return `${size.tasks} tasks, ${size.workers} workers, ${size.servers} servers`;
}
