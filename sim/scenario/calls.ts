import type { Evidence } from '../../models/law/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import { isAnswer, isCall, secondOf } from '../network/index.ts';
import { isLoss, isRefusal, isStatement, isWait } from '../target/index.ts';
import { isBlow } from './cluster-blows.ts';

type FromTrace = Pick<Evidence, 'calls' | 'unanswered' | 'unreportedDeadlocks' | 'openTransactions'>;

type Called = Pick<Evidence['calls'][number], 'operation' | 'request' | 'calledAt' | 'calledAtMs'>;

const DEADLOCK = '40P01';

/** What a trace tells of calls, and of how their handlers treated the database. */
export function readTrace(steps: readonly TraceStep[]): FromTrace {
  const called = new Map<string, Called>();
  const calls: Evidence['calls'][number][] = [];
  const deadlocked = new Set<string>();
  const unreportedDeadlocks: string[] = [];
  const open = new Set<string>();
  const twice = new Set<string>();
  for (const { number, time, actor, detail, fault } of steps) {
    if (isCall(detail)) {
      const { handler, operation, request } = detail;
      const call = { operation, request, calledAt: number, calledAtMs: time };
      called.set(handler, call);
      // Whichever handler is first answers; the other one may run into anything.
      if (fault === 'duplicated-call') {
        twice.add(handler);
        called.set(secondOf(handler), call);
      }
    } else if (isAnswer(detail)) {
      const { handler, response } = detail;
      const call = called.get(handler);
      if (!call || detail.isLost) continue;
      const isRefused = 'error' in response;
      // Only what the engine itself refuses has certainly had no effect.
      if (!isRefused || response.error.startsWith('EngineError')) called.delete(handler);
      if (deadlocked.has(handler) && !isRefused && !twice.has(handler)) unreportedDeadlocks.push(handler);
      calls.push({
        ...call,
        answer: isRefused ? response.error : response.value,
        isRefused,
        answeredAt: number,
        answeredAtMs: time,
      });
    } else if (isBlow(detail)) {
      for (const dead of detail.killed) open.delete(dead);
    } else if (isLoss(detail)) open.delete(actor);
    else if (isStatement(detail)) {
      if (detail.begins) open.add(actor);
      if (isWait(detail)) continue;
      if (isRefusal(detail.answer)) {
        if (detail.answer.code === DEADLOCK) deadlocked.add(actor);
      } else if (detail.answer.command === 'COMMIT' || detail.answer.command === 'ROLLBACK')
        open.delete(actor);
    }
  }
  return { calls, unanswered: [...called.values()], unreportedDeadlocks, openTransactions: [...open] };
}
