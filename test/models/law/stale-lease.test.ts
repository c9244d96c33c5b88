import { describe, expect, it } from 'vitest';
import { type Call, type Evidence, oneOwner } from '../../../models/law/index.ts';
import { callOf, evidence, historyOf, taskOf } from '../../support/evidence.ts';

const taskGiven = (attempt: number, step: number): Call =>
  callOf('pollTask', {}, { task: { id: 't1', attempt } }, step);
const resultOf = (
  operation: 'completeTask' | 'failTask',
  attempt: number,
  type: string,
  step: number,
): Call => callOf(operation, { taskId: 't1', attempt, token: `token ${attempt}` }, { type }, step);
const activationGiven = (token: string, step: number, workflowId = 'w'): Call =>
  callOf('pollWorkflow', {}, { activation: { workflowId, token } }, step);
const submissionOf = (token: string, type: string, step: number): Call =>
  callOf('submitCommands', { workflowId: 'w', token }, { type }, step);

/** Two activations have ended in the history. */
const events = historyOf(['WORKFLOW_STARTED', 'WORKFLOW_SUSPENDED', 'WORKFLOW_COMPLETED']);
/** The task has had two attempts. */
const tasks = [taskOf('t1', 'COMPLETED', { attempt: 2 })];

describe('one-owner holds', () => {
  it.each<[string, Partial<Evidence>]>([
    ['in a sound run', {}],
    [
      'where an attempt fails, and the next one completes',
      {
        tasks,
        calls: [
          taskGiven(1, 1),
          resultOf('failTask', 1, 'RETRYING', 3),
          taskGiven(2, 5),
          resultOf('completeTask', 2, 'RECORDED', 7),
        ],
      },
    ],
    [
      'where what comes too late is told so',
      {
        tasks,
        calls: [
          taskGiven(1, 1),
          taskGiven(2, 5),
          resultOf('completeTask', 1, 'STALE', 7),
          resultOf('completeTask', 2, 'RECORDED', 9),
        ],
      },
    ],
    [
      'where a failure and the next attempt overlap',
      {
        tasks,
        calls: [
          taskGiven(2, 4),
          { ...resultOf('failTask', 1, 'RETRYING', 3), answeredAt: 9 },
          resultOf('completeTask', 2, 'RECORDED', 11),
        ],
      },
    ],
    [
      'where one activation follows another',
      {
        events,
        calls: [
          activationGiven('a', 1),
          submissionOf('a', 'ACCEPTED', 3),
          activationGiven('b', 5),
          submissionOf('b', 'ACCEPTED', 7),
        ],
      },
    ],
    [
      'where a submission is sent again, and answered alike though the next activation has been given out',
      {
        events,
        calls: [
          activationGiven('a', 1),
          submissionOf('a', 'ACCEPTED', 3),
          activationGiven('b', 5),
          submissionOf('a', 'ACCEPTED', 7),
        ],
      },
    ],
    [
      'where that is so, and the first answer was lost',
      {
        events,
        calls: [activationGiven('a', 1), activationGiven('b', 5), submissionOf('a', 'ACCEPTED', 7)],
        unanswered: [
          { operation: 'submitCommands', request: { workflowId: 'w', token: 'a' }, calledAt: 3 },
          { operation: 'completeTask', request: { taskId: 't1' }, calledAt: 4 },
        ],
      },
    ],
    [
      'where another workflow was given out meanwhile',
      {
        events,
        calls: [
          activationGiven('a', 1),
          activationGiven('b', 3, 'another'),
          submissionOf('a', 'ACCEPTED', 5),
        ],
      },
    ],
    [
      'where it cannot be told which activation was given out first',
      {
        events,
        calls: [
          { ...activationGiven('a', 1), answeredAt: 6 },
          activationGiven('b', 3),
          submissionOf('a', 'ACCEPTED', 7),
        ],
      },
    ],
  ])('%s', (_, changes) => {
    expect(oneOwner.check(evidence(changes))).toBeUndefined();
  });
});

describe('one-owner is broken', () => {
  it.each<[string, Partial<Evidence>, string]>([
    [
      'by an attempt that two workers are given',
      { calls: [taskGiven(1, 1), taskGiven(1, 3)] },
      'one attempt given to two workers',
    ],
    [
      'by two results of one task',
      {
        acknowledged: [
          { operation: 'completeTask', taskId: 't1', answer: 'RECORDED' },
          { operation: 'failTask', taskId: 't1', answer: 'IGNORED' },
        ],
      },
      'two results of one task accepted',
    ],
    [
      'by a completion of an attempt that was taken back',
      { tasks, calls: [taskGiven(1, 1), taskGiven(2, 5), resultOf('completeTask', 1, 'RECORDED', 7)] },
      'completeTask of an attempt that is not the last was accepted',
    ],
    [
      'by one that is kept with a task after the end of its workflow',
      { tasks, calls: [taskGiven(1, 1), taskGiven(2, 5), resultOf('completeTask', 1, 'IGNORED', 7)] },
      'completeTask of an attempt that is not the last was accepted',
    ],
    [
      'by a failure that ends the task for the attempt after it, too',
      { tasks, calls: [taskGiven(1, 1), taskGiven(2, 5), resultOf('failTask', 1, 'RECORDED', 7)] },
      'failTask of an attempt that is not the last was accepted',
    ],
    [
      'by a failure that is retried when the next attempt has been given out',
      {
        tasks,
        calls: [
          taskGiven(1, 1),
          taskGiven(2, 3),
          resultOf('completeTask', 2, 'RECORDED', 5),
          resultOf('failTask', 1, 'RETRYING', 7),
        ],
      },
      'failTask of an attempt that is not the last was accepted',
    ],
    [
      'by an activation that ends the next one',
      {
        events,
        calls: [activationGiven('a', 1), activationGiven('b', 3), submissionOf('a', 'ACCEPTED', 5)],
      },
      'an activation accepted after the next one was given out',
    ],
    [
      'by more activations than history has ends of',
      {
        events: historyOf(['WORKFLOW_STARTED', 'WORKFLOW_COMPLETED']),
        calls: [submissionOf('a', 'ACCEPTED', 1), submissionOf('b', 'ACCEPTED', 3)],
      },
      'an accepted activation is not in the history',
    ],
  ])('%s', (_, changes, shape) => {
    expect(oneOwner.check(evidence(changes))?.shape).toBe(shape);
  });
});
