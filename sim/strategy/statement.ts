import type { Option } from '../kernel/index.ts';

/** What a step is an instance of, as a line of a program is: its actor's name without numbers, and its label. */
export function statementOf({ actorName, label }: Option): string {
  return `${actorName.replaceAll(/\d+/g, '')}: ${label}`;
}
