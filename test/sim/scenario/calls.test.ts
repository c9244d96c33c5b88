import { expect, it } from 'vitest';
import type { TraceStep } from '../../../sim/kernel/index.ts';
import type { AnswerDetail, CallDetail } from '../../../sim/network/index.ts';
import { readTrace } from '../../../sim/scenario/calls.ts';

type Step = Partial<TraceStep> & Pick<TraceStep, 'detail'>;

function traceOf(steps: readonly Step[]): readonly TraceStep[] {
  return steps.map((step, index) => ({
    number: index + 1,
    time: 1_000 + index,
    actor: 'a',
    preempts: false,
    ...step,
  }));
}

const call = (handler: string): CallDetail => ({
  kind: 'call',
  operation: 'getTask',
  request: { of: handler },
  handler,
});
const answer = (handler: string): AnswerDetail => ({
  kind: 'answer',
  operation: 'getTask',
  handler,
  response: { value: 'well' },
});
const deadlock = { kind: 'sql', answer: { code: '40P01', message: 'deadlock detected' } };

it('tells of calls when they were made and answered, in steps and in virtual time', () => {
  const { calls, unanswered } = readTrace(
    traceOf([{ detail: call('h1') }, { detail: call('h2') }, { detail: answer('h1') }]),
  );
  expect(calls).toEqual([
    {
      operation: 'getTask',
      request: { of: 'h1' },
      answer: 'well',
      isRefused: false,
      calledAt: 1,
      answeredAt: 3,
      calledAtMs: 1_000,
      answeredAtMs: 1_002,
    },
  ]);
  expect(unanswered).toEqual([
    { operation: 'getTask', request: { of: 'h2' }, calledAt: 2, calledAtMs: 1_001 },
  ]);
});

it('tells of deadlocks that their victims kept to themselves', () => {
  const { unreportedDeadlocks } = readTrace(
    traceOf([
      { detail: call('silent') },
      { detail: call('plain') },
      { actor: 'silent', detail: deadlock },
      { actor: 'plain', detail: deadlock },
      { actor: 'sweeper-1', detail: deadlock },
      { detail: answer('silent') },
      { detail: { ...answer('plain'), response: { error: 'SqlError: deadlock detected' } } as AnswerDetail },
    ]),
  );
  expect(unreportedDeadlocks).toEqual(['silent']);
});
