import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from '../../src/cli/index.ts';

/**
 * Finds something by its name.
 *
 * @throws {UsageError} naming the nearest known name.
 */
export function chooseNamed<Named extends { readonly name: string }>(
  kind: string,
  name: string,
  known: readonly Named[],
): Named {
  const found = known.find((each) => each.name === name);
  if (found) return found;
  throw new UsageError(`unknown ${kind} "${name}": ${hintFor(name, namesOf(known))}`);
}

/** The names of things. */
export function namesOf(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name);
}

/** What to do about a name that is none of those known: the nearest one, or all. */
export function hintFor(name: string, known: readonly string[]): string {
  const nearest = closest(name, known);
  const isNear = distance(name, nearest) <= Math.max(2, name.length / 2);
  return isNear ? `did you mean ${nearest}?` : listOf(known);
}

/** More names than that are no help in a message. */
const MOST_NAMES = 100;

function listOf(names: readonly string[]): string {
  return names.length > MOST_NAMES ? 'skein list tells what there is' : `known: ${names.join(', ')}`;
}
