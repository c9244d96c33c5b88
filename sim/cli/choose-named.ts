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
  const names = known.map((each) => each.name);
  const nearest = closest(name, names);
  const isNear = distance(name, nearest) <= Math.max(2, name.length / 2);
  const hint = isNear ? `did you mean ${nearest}?` : listOf(names);
  throw new UsageError(`unknown ${kind} "${name}": ${hint}`);
}

/** More names than that are no help in a message. */
const MOST_NAMES = 100;

function listOf(names: readonly string[]): string {
  return names.length > MOST_NAMES ? 'skein list tells what there is' : `known: ${names.join(', ')}`;
}
