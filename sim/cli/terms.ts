import type { RunFlags } from './run-command.ts';

/** Flags that decide what is run, besides those that a campaign's record tells. */
const TERMS = [
  'tasks',
  'workers',
  'servers',
  'runs',
  'for',
  'bail',
  'secondOpinion',
  'shrink',
  'shrinkFor',
] as const;

/** What a campaign's shards must have in common and its record does not tell, by flag. */
export function termsOf(flags: RunFlags): Readonly<Record<string, string>> {
  const terms = TERMS.flatMap((name): [string, string][] => {
    const value = flags[name];
    return value === undefined ? [] : [[`--${hyphenated(name)}`, String(value)]];
  });
  return Object.fromEntries(terms);
}

function hyphenated(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
