import type { Mutant } from './mutant.ts';
import type { Counts, Seen } from './recorder.ts';

/** What a statement that was answered with nothing counts for, where something is only wrong with what it finds. */
const IN_VAIN = 0.05;

/**
 * How often a mutant would have sent something else than the engine did: where that is never, it cannot show.
 *
 * @param seen what the engine was seen to send
 */
export function exposureOf({ operator, statement, other, operation }: Mutant, seen: Seen): number {
  const inVain = operator === 'no-guard' ? 1 : IN_VAIN; // a guard shows by what it keeps from being found
  if (operation === undefined) {
    return sum([...seen.statements.keys()].map((each) => sent(each, statement ?? '', inVain, seen)));
  }
  const pairs = seen.neighbours.get(operation) ?? new Map<string, number>();
  switch (operator) {
    case 'autocommit':
      return sum(pairs.values());
    case 'swap':
      return pairs.get(`${statement}+${other}`) ?? 0;
    case 'late-lock':
      return startingWith(`${statement}+`, pairs);
    default:
      return sent(operation, statement ?? '', inVain, seen);
  }
}

/** How often an operation sent a statement. @param inVain what it counts for where it was answered with nothing */
function sent(operation: string, statement: string, inVain: number, { statements, answered }: Seen): number {
  const all = statements.get(operation)?.get(statement) ?? 0;
  const found = answered.get(operation)?.get(statement) ?? 0;
  return found + (all - found) * inVain;
}

function startingWith(start: string, pairs: Counts): number {
  return sum([...pairs].filter(([pair]) => pair.startsWith(start)).map(([, count]) => count));
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
