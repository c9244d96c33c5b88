import { describe, expect, it } from 'vitest';
import { type Evidence, live } from '../../../models/law/index.ts';
import { evidence, historyOf, taskOf } from '../../support/evidence.ts';

describe('live holds', () => {
  it.each<[string, Partial<Evidence>]>([
    ['in a sound run', {}],
    ['where nothing happened', { workflows: [], tasks: [], events: [] }],
    ['where a workflow failed', { workflows: [{ id: 'w', status: 'FAILED' }] }],
    [
      'where tasks were left over when their workflow ended',
      { tasks: [taskOf('t1', 'COMPLETED'), taskOf('t2', 'RUNNING')] },
    ],
  ])('%s', (_, changes) => {
    expect(live.check(evidence(changes))).toBeUndefined();
  });
});

describe('live is broken', () => {
  const waiting: Partial<Evidence> = {
    workflows: [{ id: 'w', status: 'WAITING' }],
    end: 'exhausted',
    elapsedMs: 61_449,
  };

  it.each<[string, Partial<Evidence>, { sentence: string; subjects: readonly string[]; shape: string }]>([
    [
      'by a workflow that waits though all of its tasks have ended',
      { ...waiting, events: historyOf(['WORKFLOW_STARTED', 'WORKFLOW_SUSPENDED']) },
      {
        sentence:
          'Workflow w is still WAITING after 61.4 s of virtual time: 2 of its 2 tasks have ended, and its last event is WORKFLOW_SUSPENDED (2).',
        subjects: ['w'],
        shape: 'workflow WAITING for ever, all tasks ended',
      },
    ],
    [
      'by a workflow that waits for tasks that never end',
      {
        ...waiting,
        tasks: [
          taskOf('t1', 'COMPLETED'),
          taskOf('t2', 'RUNNING'),
          taskOf('x', 'FAILED', { workflowId: 'other' }),
        ],
      },
      {
        sentence:
          'Workflow w is still WAITING after 61.4 s of virtual time: 1 of its 2 tasks have ended, and its last event is WORKFLOW_COMPLETED (7).',
        subjects: ['w'],
        shape: 'workflow WAITING for ever, not all tasks ended',
      },
    ],
    [
      'by a workflow that nobody takes',
      {
        workflows: [
          { id: 'a', status: 'COMPLETED' },
          { id: 'b', status: 'PENDING' },
        ],
        tasks: [],
        events: [],
        elapsedMs: 0,
      },
      {
        sentence:
          'Workflow b is still PENDING after 0.0 s of virtual time: 0 of its 0 tasks have ended, and its last event is missing.',
        subjects: ['b'],
        shape: 'workflow PENDING for ever, all tasks ended',
      },
    ],
    [
      'by a workflow that runs for ever',
      { workflows: [{ id: 'w', status: 'RUNNING' }], tasks: [], end: 'stuck' },
      {
        sentence:
          'Workflow w is still RUNNING after 2.5 s of virtual time: 0 of its 0 tasks have ended, and its last event is WORKFLOW_COMPLETED (7).',
        subjects: ['w'],
        shape: 'workflow RUNNING for ever, all tasks ended',
      },
    ],
    [
      'by actors that go on when all workflows have ended',
      { end: 'exhausted' },
      {
        sentence: 'Every workflow has ended, but the run was exhausted before all actors had.',
        subjects: [],
        shape: 'run exhausted',
      },
    ],
    [
      'by actors that wait for ever when all workflows have ended',
      { end: 'stuck' },
      {
        sentence: 'Every workflow has ended, but the run was stuck before all actors had.',
        subjects: [],
        shape: 'run stuck',
      },
    ],
  ])('%s', (_, changes, witness) => {
    expect(live.check(evidence(changes))).toEqual(witness);
  });
});
