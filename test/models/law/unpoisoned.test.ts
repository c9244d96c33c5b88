import { expect, it } from 'vitest';
import { type Evidence, unpoisoned } from '../../../models/law/index.ts';
import { evidence } from '../../support/evidence.ts';

it.each<[string, Partial<Evidence>, string | undefined]>([
  ['holds in a sound run', {}, undefined],
  [
    'holds of transactions that were open when the run was cut off',
    { openTransactions: ['s'], end: 'exhausted' },
    undefined,
  ],
  ['is broken by a transaction left open', { openTransactions: ['s'] }, 's has left its transaction open.'],
  [
    'is broken by a deadlock that its victim keeps to itself',
    { unreportedDeadlocks: ['s'] },
    's ran into a deadlock, and answered as if nothing had been.',
  ],
])('unpoisoned %s', (_, changes, sentence) => {
  expect(unpoisoned.check(evidence(changes))?.sentence).toBe(sentence);
});
