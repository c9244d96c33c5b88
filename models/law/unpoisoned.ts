import type { Law } from './law.ts';

/**
 * No session is given back inside of a transaction, nobody keeps a deadlock to itself, and nobody runs into one by
 * himself: rows are locked in one order.
 */
export const unpoisoned: Law = {
  name: 'unpoisoned',
  statement:
    'Whoever begins a transaction ends it; locks are taken in one order, and who runs into a deadlock says so.',
  check({ openTransactions, deadlocks, unreportedDeadlocks, end }) {
    const [victim] = unreportedDeadlocks;
    if (victim !== undefined) {
      return {
        sentence: `${victim} ran into a deadlock, and answered as if nothing had been.`,
        subjects: [],
        shape: 'a deadlock that nobody was told of',
      };
    }
    const [entangled] = deadlocks;
    if (entangled !== undefined) {
      return {
        sentence: `${entangled} ran into a deadlock, for others take the same locks in another order.`,
        subjects: [],
        shape: 'a deadlock',
      };
    }
    const [left] = openTransactions;
    if (left === undefined || end !== 'finished') return undefined;
    return {
      sentence: `${left} has left its transaction open.`,
      subjects: [],
      shape: 'a transaction left open',
    };
  },
};
