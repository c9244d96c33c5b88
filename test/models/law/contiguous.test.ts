import { describe, expect, it } from 'vitest';
import { contiguous, type Evidence } from '../../../models/law/index.ts';
import { evidence, historyOf, renumbered, SOUND, without } from '../../support/evidence.ts';

const [first, second, third] = SOUND.events;

describe('contiguous holds', () => {
  it.each<[string, Partial<Evidence>]>([
    ['in a sound run', {}],
    ['where nothing happened', { events: [] }],
    [
      'where each of several workflows is numbered from 1',
      {
        events: [
          ...historyOf(['WORKFLOW_STARTED'], 'a'),
          ...historyOf(['WORKFLOW_STARTED', 'WORKFLOW_COMPLETED'], 'b'),
        ],
      },
    ],
    [
      'even where histories are interleaved',
      {
        events: [
          ...historyOf(['WORKFLOW_STARTED'], 'a'),
          ...historyOf(['WORKFLOW_STARTED'], 'b'),
          ...historyOf(['WORKFLOW_STARTED', 'WORKFLOW_COMPLETED'], 'a').slice(1),
        ],
      },
    ],
  ])('%s', (_, changes) => {
    expect(contiguous.check(evidence(changes))).toBeUndefined();
  });
});

describe('contiguous is broken', () => {
  it.each<[string, Partial<Evidence>, { sentence: string; subjects: readonly string[]; shape: string }]>([
    [
      'by a gap',
      without(({ sequence }) => sequence === 3),
      {
        sentence: 'In the history of w, event 3 (WORKFLOW_SUSPENDED) has sequence 4.',
        subjects: ['w'],
        shape: 'gap in sequences',
      },
    ],
    [
      'by a history that does not begin with 1',
      without(({ sequence }) => sequence === 1),
      {
        sentence: 'In the history of w, event 1 (TASK_SCHEDULED) has sequence 2.',
        subjects: ['w'],
        shape: 'gap in sequences',
      },
    ],
    [
      'by a repeat',
      { events: [renumbered(first, 1), renumbered(second, 2), renumbered(third, 2)] },
      {
        sentence: 'In the history of w, event 3 (TASK_SCHEDULED) has sequence 2.',
        subjects: ['w'],
        shape: 'repeated sequence',
      },
    ],
    [
      'by a repeat of the very first',
      { events: [renumbered(first, 1), renumbered(second, 1)] },
      {
        sentence: 'In the history of w, event 2 (TASK_SCHEDULED) has sequence 1.',
        subjects: ['w'],
        shape: 'repeated sequence',
      },
    ],
    [
      'by one of several workflows',
      {
        events: [
          ...historyOf(['WORKFLOW_STARTED', 'WORKFLOW_COMPLETED'], 'a'),
          ...historyOf(['WORKFLOW_STARTED'], 'b'),
          renumbered(historyOf(['WORKFLOW_COMPLETED'], 'b')[0], 3),
        ],
      },
      {
        sentence: 'In the history of b, event 2 (WORKFLOW_COMPLETED) has sequence 3.',
        subjects: ['b'],
        shape: 'gap in sequences',
      },
    ],
  ])('%s', (_, changes, witness) => {
    expect(contiguous.check(evidence(changes))).toEqual(witness);
  });
});
