import { describe, expect, it } from 'vitest';
import { type Evidence, live } from '../../../models/law/index.ts';
import type { EventType as Type } from '../../../src/events/index.ts';
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
        events: historyOf(['WORKFLOW_STARTED', ['TASK_COMPLETED', 't1'], 'WORKFLOW_SUSPENDED']),
      },
      {
        sentence:
          'Workflow w is still WAITING after 61.4 s of virtual time: 1 of its 2 tasks have ended, and its last event is WORKFLOW_SUSPENDED (3).',
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

describe('live is broken by a workflow that waits, and has not seen', () => {
  /** A history whose last activation saw its first two events. */
  const waiting = (before: readonly Type[], after: readonly Type[]): Partial<Evidence> => {
    const types: readonly Type[] = [
      'WORKFLOW_STARTED',
      'TIMER_STARTED',
      ...before,
      'WORKFLOW_SUSPENDED',
      ...after,
    ];
    const events = historyOf(types).map((event) =>
      event.type === 'WORKFLOW_SUSPENDED' ? { ...event, data: { seen: 2 } } : event,
    );
    return { workflows: [{ id: 'w', status: 'WAITING' }], tasks: [], events, end: 'exhausted' };
  };
  const told = (sequence: number, type: Type) => ({
    sentence: `Workflow w waits, and has not seen ${type} (${sequence}) of its history.`,
    subjects: ['w'],
    shape: `workflow WAITING with ${type} unseen`,
  });

  it.each<[string, readonly Type[], readonly Type[], number, Type]>([
    ['an event that came while it ran', ['TIMER_FIRED', 'TASK_SCHEDULED'], [], 3, 'TIMER_FIRED'],
    ['a signal that came while it ran', ['TASK_CANCELLED', 'SIGNAL_RECEIVED'], [], 4, 'SIGNAL_RECEIVED'],
    ['an event that came afterwards', [], ['PROMISE_RESOLVED'], 4, 'PROMISE_RESOLVED'],
    ['a cancellation that came afterwards', [], ['TASK_CANCELLED'], 4, 'TASK_CANCELLED'],
  ])('%s', (_, before, after, sequence, type) => {
    expect(live.check(evidence(waiting(before, after)))).toEqual(told(sequence, type));
  });

  it('but not by one that has seen all but what it wrote itself', () => {
    const own: readonly Type[] = ['TASK_SCHEDULED', 'TASK_CANCELLED', 'TIMER_CANCELLED', 'STATE_SET'];
    expect(live.check(evidence(waiting(own, [])))?.shape).toBe('workflow WAITING for ever, all tasks ended');
  });

  it('nor by one that is about to see it', () => {
    const pending = { workflows: [{ id: 'w', status: 'PENDING' }] } as const;
    const changes = { ...waiting([], ['SIGNAL_RECEIVED']), ...pending };
    expect(live.check(evidence(changes))?.shape).toBe('workflow PENDING for ever, all tasks ended');
  });
});
