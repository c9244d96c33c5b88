import type { Evidence } from '../../models/law/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import type { AnswerDetail, CallDetail } from '../network/index.ts';
import { isRefusal, type SqlDetail, type WaitDetail } from '../target/index.ts';

type FromTrace = Pick<Evidence, 'calls' | 'unanswered' | 'unreportedDeadlocks' | 'openTransactions'>;

type Called = {
  readonly operation: string;
  readonly request: unknown;
  readonly step: number;
  readonly time: number;
};

const DEADLOCK = '40P01';

/** What a trace tells of calls, and of how their handlers treated the database. */
export function readTrace(steps: readonly TraceStep[]): FromTrace {
  const called = new Map<string, Called>();
  const calls: Evidence['calls'][number][] = [];
  const deadlocked = new Set<string>();
  const unreportedDeadlocks: string[] = [];
  const open = new Set<string>();
  for (const { number, time, actor, detail } of steps) {
    if (isCall(detail)) {
      const { operation, request, handler } = detail;
      called.set(handler, { operation, request, step: number, time });
    } else if (isAnswer(detail)) {
      const { handler, operation, response } = detail;
      const call = called.get(handler);
      if (!call) continue;
      called.delete(handler);
      const isRefused = 'error' in response;
      if (deadlocked.has(handler) && !isRefused) unreportedDeadlocks.push(handler);
      calls.push({
        operation,
        request: call.request,
        answer: isRefused ? response.error : response.value,
        isRefused,
        calledAt: call.step,
        answeredAt: number,
        calledAtMs: call.time,
        answeredAtMs: time,
      });
    } else if (isStatement(detail)) {
      if (detail.begins) open.add(actor);
      if (detail.kind === 'wait') continue;
      if (isRefusal(detail.answer)) {
        if (detail.answer.code === DEADLOCK) deadlocked.add(actor);
      } else if (detail.answer.command === 'COMMIT' || detail.answer.command === 'ROLLBACK')
        open.delete(actor);
    }
  }
  const unanswered = [...called.values()].map(({ operation, request }) => ({ operation, request }));
  return { calls, unanswered, unreportedDeadlocks, openTransactions: [...open] };
}

function isCall(detail: TraceStep['detail']): detail is CallDetail {
  return detail.kind === 'call';
}

function isAnswer(detail: TraceStep['detail']): detail is AnswerDetail {
  return detail.kind === 'answer';
}

function isStatement(detail: TraceStep['detail']): detail is SqlDetail | WaitDetail {
  return detail.kind === 'sql' || detail.kind === 'wait';
}
