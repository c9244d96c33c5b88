import { describe, expect, it } from 'vitest';
import { type Evidence, ordered } from '../../../models/law/index.ts';
import { evidence, historyOf } from '../../support/evidence.ts';

describe('ordered holds', () => {
  it.each<[string, Partial<Evidence>]>([
    ['in a sound run', {}],
    ['where nothing happened', { events: [] }],
    [
      'where a task is scheduled and never ends',
      { events: historyOf(['WORKFLOW_STARTED', ['TASK_SCHEDULED', 't1'], 'WORKFLOW_FAILED']) },
    ],
    [
      'where one workflow ends before another begins',
      {
        events: [
          ...historyOf(['WORKFLOW_STARTED', 'WORKFLOW_COMPLETED'], 'a'),
          ...historyOf(['WORKFLOW_STARTED'], 'b'),
        ],
      },
    ],
  ])('%s', (_, changes) => {
    expect(ordered.check(evidence(changes))).toBeUndefined();
  });
});

describe('ordered is broken', () => {
  it.each<[string, Partial<Evidence>, { sentence: string; subjects: readonly string[]; shape: string }]>([
    [
      'by a task that completes before it is scheduled',
      { events: historyOf(['WORKFLOW_STARTED', ['TASK_COMPLETED', 't1'], ['TASK_SCHEDULED', 't1']]) },
      {
        sentence: 'In the history of w, TASK_COMPLETED (2) of t1 comes before its TASK_SCHEDULED.',
        subjects: ['w', 't1'],
        shape: 'TASK_COMPLETED before TASK_SCHEDULED',
      },
    ],
    [
      'by a task that fails and was never scheduled',
      { events: historyOf(['WORKFLOW_STARTED', ['TASK_SCHEDULED', 't1'], ['TASK_FAILED', 't2']]) },
      {
        sentence: 'In the history of w, TASK_FAILED (3) of t2 comes before its TASK_SCHEDULED.',
        subjects: ['w', 't2'],
        shape: 'TASK_FAILED before TASK_SCHEDULED',
      },
    ],
    [
      'by a task that another workflow scheduled',
      {
        events: [
          ...historyOf([['TASK_SCHEDULED', 't1']], 'a'),
          ...historyOf([['TASK_COMPLETED', 't1']], 'b'),
        ],
      },
      {
        sentence: 'In the history of b, TASK_COMPLETED (1) of t1 comes before its TASK_SCHEDULED.',
        subjects: ['b', 't1'],
        shape: 'TASK_COMPLETED before TASK_SCHEDULED',
      },
    ],
    [
      'by a task that ends after its workflow completed',
      { events: historyOf([['TASK_SCHEDULED', 't1'], 'WORKFLOW_COMPLETED', ['TASK_COMPLETED', 't1']]) },
      {
        sentence: 'In the history of w, TASK_COMPLETED (3) follows WORKFLOW_COMPLETED.',
        subjects: ['w', 't1'],
        shape: 'TASK_COMPLETED after the end',
      },
    ],
    [
      'by anything that comes after a workflow failed',
      { events: historyOf(['WORKFLOW_STARTED', 'WORKFLOW_FAILED', 'WORKFLOW_SUSPENDED']) },
      {
        sentence: 'In the history of w, WORKFLOW_SUSPENDED (3) follows WORKFLOW_FAILED.',
        subjects: ['w'],
        shape: 'WORKFLOW_SUSPENDED after the end',
      },
    ],
    [
      'by a workflow that ends twice',
      { events: historyOf(['WORKFLOW_STARTED', 'WORKFLOW_COMPLETED', 'WORKFLOW_COMPLETED']) },
      {
        sentence: 'In the history of w, WORKFLOW_COMPLETED (3) follows WORKFLOW_COMPLETED.',
        subjects: ['w'],
        shape: 'WORKFLOW_COMPLETED after the end',
      },
    ],
  ])('%s', (_, changes, witness) => {
    expect(ordered.check(evidence(changes))).toEqual(witness);
  });
});
