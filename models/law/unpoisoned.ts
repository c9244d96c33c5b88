import type { Law } from './law.ts';

/** No session is given back inside of a transaction, and nobody keeps a deadlock to itself. */
export const unpoisoned: Law = {
  name: 'unpoisoned',
  statement: 'Whoever begins a transaction ends it, and who runs into a deadlock says so.',
  check({ openTransactions, unreportedDeadlocks, end }) {
    const [victim] = unreportedDeadlocks;
    if (victim !== undefined) {
      return {
        sentence: `${victim} ran into a deadlock, and answered as if nothing had been.`,
        subjects: [],
        shape: 'a deadlock that nobody was told of',
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
