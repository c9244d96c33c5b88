import { describe, expect, it } from 'vitest';
import { type Evidence, exactlyOnce } from '../../../models/law/index.ts';
import { evidence, historyOf, taskOf, without } from '../../support/evidence.ts';

const twice = historyOf([
  ['TASK_COMPLETED', 't1'],
  ['TASK_COMPLETED', 't1'],
  ['TASK_FAILED', 't2'],
]);

describe('exactly-once holds', () => {
  it.each<[string, Partial<Evidence>]>([
    ['in a sound run', {}],
    ['where nothing happened', { workflows: [], tasks: [], events: [], acknowledged: [] }],
    [
      'where tasks have not ended and there is no event for them',
      {
        tasks: [taskOf('t1', 'PENDING'), taskOf('t2', 'RUNNING')],
        events: historyOf([
          ['TASK_SCHEDULED', 't1'],
          ['TASK_SCHEDULED', 't2'],
        ]),
        acknowledged: [],
      },
    ],
    [
      'where a task ended after its workflow, and is ignored',
      {
        tasks: [taskOf('t1', 'COMPLETED', { ignored: true })],
        events: [],
        acknowledged: [{ operation: 'completeTask', taskId: 't1', answer: 'IGNORED' }],
      },
    ],
    [
      'where a task belongs to no workflow',
      { tasks: [taskOf('t1', 'COMPLETED', { workflowId: null })], events: [] },
    ],
    [
      'where workers were told of anything but RECORDED',
      {
        tasks: [taskOf('t1', 'RUNNING'), taskOf('t2', 'PENDING')],
        events: [],
        acknowledged: [
          { operation: 'failTask', taskId: 't2', answer: 'RETRYING' },
          { operation: 'completeTask', taskId: 't1', answer: 'STALE' },
          { operation: 'completeTask', taskId: 't1', answer: 'IGNORED' },
          { operation: 'completeTask', taskId: 't1', answer: 'REPEATED' },
        ],
      },
    ],
  ])('%s', (_, changes) => {
    expect(exactlyOnce.check(evidence(changes))).toBeUndefined();
  });
});

describe('exactly-once is broken', () => {
  it.each<[string, Partial<Evidence>, { sentence: string; subjects: readonly string[]; shape: string }]>([
    [
      'by a completed task without its event',
      without(({ type }) => type === 'TASK_COMPLETED'),
      {
        sentence:
          'Task t1 is COMPLETED, and the history holds no terminal event for it instead of one TASK_COMPLETED.',
        subjects: ['w', 't1'],
        shape: 'task COMPLETED with no terminal event',
      },
    ],
    [
      'by a failed task without its event',
      without(({ type }) => type === 'TASK_FAILED'),
      {
        sentence:
          'Task t2 is FAILED, and the history holds no terminal event for it instead of one TASK_FAILED.',
        subjects: ['w', 't2'],
        shape: 'task FAILED with no terminal event',
      },
    ],
    [
      'by a completed task with two events',
      { events: twice },
      {
        sentence:
          'Task t1 is COMPLETED, and the history holds TASK_COMPLETED and TASK_COMPLETED for it instead of one TASK_COMPLETED.',
        subjects: ['w', 't1'],
        shape: 'task COMPLETED with TASK_COMPLETED and TASK_COMPLETED',
      },
    ],
    [
      'by a completed task that failed in the history',
      {
        events: historyOf([
          ['TASK_FAILED', 't1'],
          ['TASK_FAILED', 't2'],
        ]),
      },
      {
        sentence:
          'Task t1 is COMPLETED, and the history holds TASK_FAILED for it instead of one TASK_COMPLETED.',
        subjects: ['w', 't1'],
        shape: 'task COMPLETED with TASK_FAILED',
      },
    ],
    [
      'by a failed task that completed in the history, too',
      {
        events: historyOf([
          ['TASK_COMPLETED', 't1'],
          ['TASK_FAILED', 't2'],
          ['TASK_COMPLETED', 't2'],
        ]),
      },
      {
        sentence:
          'Task t2 is FAILED, and the history holds TASK_FAILED and TASK_COMPLETED for it instead of one TASK_FAILED.',
        subjects: ['w', 't2'],
        shape: 'task FAILED with TASK_FAILED and TASK_COMPLETED',
      },
    ],
    [
      'by a running task that has ended in the history',
      { tasks: [taskOf('t1', 'RUNNING'), taskOf('t2', 'FAILED')] },
      {
        sentence: 'Task t1 is RUNNING, and the history holds TASK_COMPLETED for it.',
        subjects: ['w', 't1'],
        shape: 'task RUNNING with TASK_COMPLETED',
      },
    ],
    [
      'by a pending task that has ended in the history',
      { tasks: [taskOf('t1', 'COMPLETED'), taskOf('t2', 'PENDING')] },
      {
        sentence: 'Task t2 is PENDING, and the history holds TASK_FAILED for it.',
        subjects: ['w', 't2'],
        shape: 'task PENDING with TASK_FAILED',
      },
    ],
    [
      'by an ignored task that is in the history all the same',
      { tasks: [taskOf('t1', 'COMPLETED', { ignored: true }), taskOf('t2', 'FAILED')] },
      {
        sentence: 'Task t1 is COMPLETED (ignored), and the history holds TASK_COMPLETED for it.',
        subjects: ['w', 't1'],
        shape: 'task COMPLETED (ignored) with TASK_COMPLETED',
      },
    ],
    [
      'by an acknowledged result of a task that has not ended',
      {
        tasks: [taskOf('t1', 'RUNNING')],
        events: [],
        acknowledged: [{ operation: 'completeTask', taskId: 't1', answer: 'RECORDED' }],
      },
      {
        sentence: 'completeTask of t1 was answered RECORDED, and the history holds no TASK_COMPLETED for it.',
        subjects: ['w', 't1'],
        shape: 'completeTask RECORDED without TASK_COMPLETED',
      },
    ],
    [
      'by an acknowledged failure of a task that completed',
      { acknowledged: [{ operation: 'failTask', taskId: 't1', answer: 'RECORDED' }] },
      {
        sentence: 'failTask of t1 was answered RECORDED, and the history holds no TASK_FAILED for it.',
        subjects: ['w', 't1'],
        shape: 'failTask RECORDED without TASK_FAILED',
      },
    ],
    [
      'by an acknowledged result that was ignored in truth',
      {
        tasks: [taskOf('t1', 'COMPLETED', { ignored: true })],
        events: [],
        acknowledged: [{ operation: 'completeTask', taskId: 't1', answer: 'RECORDED' }],
      },
      {
        sentence: 'completeTask of t1 was answered RECORDED, and the history holds no TASK_COMPLETED for it.',
        subjects: ['w', 't1'],
        shape: 'completeTask RECORDED without TASK_COMPLETED',
      },
    ],
  ])('%s', (_, changes, witness) => {
    expect(exactlyOnce.check(evidence(changes))).toEqual(witness);
  });

  it('in whichever task comes first', () => {
    const witness = exactlyOnce.check(evidence({ events: [] }));
    expect(witness?.subjects).toEqual(['w', 't1']);
  });

  it('with the same shape, whatever the tasks are called', () => {
    const shapes = ['t1', 'another'].map(
      (id) => exactlyOnce.check(evidence({ tasks: [taskOf(id, 'COMPLETED')], events: [] }))?.shape,
    );
    expect(shapes).toEqual([
      'task COMPLETED with no terminal event',
      'task COMPLETED with no terminal event',
    ]);
  });
});
