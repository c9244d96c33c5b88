import { describe, expect, it } from 'vitest';
import { type Call, type Evidence, oneOwner } from '../../../models/law/index.ts';
import { callOf, evidence } from '../../support/evidence.ts';

const LEASE_MS = 100;

/** Polls for tasks: attempts of task `t`, whose tokens are `t1`, `t2`, … */
const attempt = (number: number, at: number, leaseMs = LEASE_MS): Call => {
  const task = { id: 't', kind: 'k', attempt: number, token: `t${number}` };
  return callOf('pollTask', { leaseMs }, { task }, at);
};
/** Polls for workflows: activations of workflow `w`. */
const activation = (token: string, at: number): Call =>
  callOf('pollWorkflow', { leaseMs: LEASE_MS }, { activation: { workflowId: 'w', token } }, at);
const ended = (operation: string, token: string, type: string, at: number): Call =>
  callOf(operation, { taskId: 't', workflowId: 'w', attempt: 1, token }, { type }, at);
const heard = (token: string, type: string, at: number): Call =>
  callOf('heartbeat', { taskId: 't', attempt: 1, token, leaseMs: LEASE_MS }, { type }, at);
const refused = (call: Call): Call => ({ ...call, isRefused: true, answer: 'SqlError: no' });

const check = (calls: readonly Call[], changes: Partial<Evidence> = {}) =>
  oneOwner.check(evidence({ calls, acknowledged: [], ...changes }));

describe('one-owner holds', () => {
  it.each<[string, readonly Call[]]>([
    ['where the lease was over', [attempt(1, 1), attempt(2, 101)]],
    ['where the longer lease was over', [attempt(1, 1), heard('t1', 'EXTENDED', 50), attempt(2, 150)]],
    ['where the attempt had failed', [attempt(1, 1), ended('failTask', 't1', 'RETRYING', 5), attempt(2, 9)]],
    ['where it may have failed', [attempt(1, 1), refused(ended('failTask', 't1', '', 5)), attempt(2, 9)]],
    [
      'where the activation had ended',
      [activation('a', 1), ended('submitCommands', 'a', 'ACCEPTED', 5), activation('b', 9)],
    ],
    ['where a poll was refused', [attempt(1, 1), refused(attempt(2, 9))]],
    ['where a poll found nothing', [callOf('pollTask', { leaseMs: 1 }, {}, 1), attempt(1, 2)]],
    ['of answers that overtook each other', [activation('b', 150), activation('a', 1)]],
    ['of several things', [attempt(1, 1), activation('a', 2)]],
  ])('%s', (_, calls) => {
    expect(check(calls)).toBeUndefined();
  });

  it('where a worker has ended an attempt and was not answered', () => {
    const unanswered = [{ operation: 'failTask', request: { token: 't1' }, calledAt: 1 }];
    expect(check([attempt(1, 1), attempt(2, 9)], { unanswered })).toBeUndefined();
    expect(check([activation('a', 1), activation('b', 9)], { unanswered })).toBeDefined();
  });
});

describe('one-owner is broken', () => {
  it('by a task that is given away during a lease', () => {
    expect(check([attempt(1, 1), attempt(2, 9)])).toEqual({
      sentence:
        'The task t was given to a worker in step 10, and the one that it was given to in step 2 had it for another 91 ms.',
      subjects: ['t'],
      shape: 'a task given away during a lease',
    });
  });

  it('by a workflow that is given away during a lease', () => {
    expect(check([activation('a', 1), activation('b', 50)])).toEqual({
      sentence:
        'The workflow w was given to a worker in step 51, and the one that it was given to in step 2 had it for another 50 ms.',
      subjects: ['w'],
      shape: 'a workflow given away during a lease',
    });
  });

  it.each<[string, readonly Call[]]>([
    ['though its worker was heard of', [attempt(1, 1), heard('t1', 'EXTENDED', 90), attempt(2, 120)]],
    ['and its worker is told so', [attempt(1, 1), ended('completeTask', 't1', 'STALE', 5), attempt(2, 9)]],
    ['and its worker was heard of too late', [attempt(1, 1), attempt(2, 90), heard('t1', 'STALE', 95)]],
    ['to a third worker', [attempt(1, 1), attempt(2, 101), attempt(3, 150)]],
    [
      'though something else was ended',
      [attempt(1, 1), ended('failTask', 'x', 'RETRYING', 5), attempt(2, 9)],
    ],
  ])('by a task that is given away %s', (_, calls) => {
    expect(check(calls)?.shape).toBe('a task given away during a lease');
  });

  it('by an attempt that is given to two workers, by results of a task that are both accepted', () => {
    expect(check([attempt(1, 1), attempt(1, 200)])?.shape).toBe('one attempt given to two workers');
    const accepted = { operation: 'completeTask', taskId: 't', answer: 'RECORDED' } as const;
    const acknowledged = [accepted, { ...accepted, answer: 'IGNORED' }] as const;
    expect(check([], { acknowledged })?.shape).toBe('two results of one task accepted');
  });

  it('by more activations that were accepted than the history has ends of', () => {
    const calls = ['a', 'b', 'c'].map((token, index) => ended('submitCommands', token, 'ACCEPTED', index));
    expect(check(calls.slice(1))).toBeUndefined();
    expect(check(calls)?.shape).toBe('an accepted activation is not in the history');
  });
});
