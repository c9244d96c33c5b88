import type { OPERATION_NAMES } from '../../src/engine/index.ts';
import type { EventType } from '../../src/events/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import { type AnswerDetail, type CallDetail, isAnswer, isCall } from '../network/index.ts';
import { isRefusal, isSql, isWait } from '../target/index.ts';
import type { Claim, FinishedRun } from './claim.ts';

type Operation = (typeof OPERATION_NAMES)[number];
type IsReached = Claim['isReachedBy'];

const APPENDS = /^\s*insert into workflow_event\b/i;

/** Something left a sign: an operation with its answer, a sweep that found something, an event. All of them did. */
export function showed(...signs: readonly string[]): IsReached {
  return (run) => signs.every((sign) => run.signs.has(sign));
}

/** A statement had to wait for another transaction. */
export function hasWaited({ trace }: FinishedRun): boolean {
  return trace.steps.some(({ detail }) => isWait(detail));
}

/** A handler of one operation was at work on the database while one of another, or another one of the same, was. */
export function overlapped(one: Operation, other: Operation = one): IsReached {
  return ({ trace }) => {
    const spans = spansOf(trace.steps);
    return spans.some(
      (span) =>
        span.operation === one &&
        spans.some(
          (each) =>
            each !== span && each.operation === other && each.from < span.until && span.from < each.until,
        ),
    );
  };
}

/** Two sweepers were in the middle of transactions at once. */
export function sweepsOverlapped({ trace }: FinishedRun): boolean {
  const open = new Set<string>();
  for (const { actor, detail } of trace.steps) {
    if (!actor.startsWith('sweeper') || !isSql(detail)) continue;
    if (detail.begins) open.add(actor);
    if (open.size > 1) return true;
    if (isRefusal(detail.answer) || /^(?:COMMIT|ROLLBACK)$/.test(detail.answer.command)) open.delete(actor);
  }
  return false;
}

/** An event came to a workflow while a worker was running it. */
export function cameWhileRunning(type: EventType): IsReached {
  const said = JSON.stringify(type);
  return ({ trace }) => {
    const running = new Set<unknown>();
    return trace.steps.some(({ detail }) => {
      if (isAnswer(detail)) running.add(workflowGivenIn(detail));
      else if (isCall(detail)) running.delete(workflowSubmittedIn(detail));
      else if (isSql(detail) && APPENDS.test(detail.text) && !isRefusal(detail.answer)) {
        const [workflowId, events] = detail.values;
        return running.has(workflowId) && String(events).includes(said);
      }
      return false;
    });
  };
}

/** An operation was refused, in these words. */
export function wasRefused(operations: readonly Operation[], words: string): IsReached {
  return ({ trace }) =>
    trace.steps.some(({ detail }) => {
      if (!isAnswer(detail) || !('error' in detail.response)) return false;
      return operations.some((each) => each === detail.operation) && detail.response.error.includes(words);
    });
}

/** Two callers at least got what they asked an operation for. */
export function wentRound(operation: 'pollWorkflow' | 'pollTask'): IsReached {
  return ({ trace }) => {
    const given = new Set<string>();
    for (const { actor, detail } of trace.steps) {
      if (!isAnswer(detail) || detail.operation !== operation || !('value' in detail.response)) continue;
      if (JSON.stringify(detail.response.value) !== '{}') given.add(actor);
    }
    return given.size > 1;
  };
}

type Span = { readonly operation: string; from: number; until: number };

/** From the first to the last statement of each handler. */
function spansOf(steps: readonly TraceStep[]): readonly Span[] {
  const spans = new Map<string, Span>();
  for (const { number, actor, detail } of steps) {
    if (isCall(detail)) {
      spans.set(detail.handler, { operation: detail.operation, from: Number.POSITIVE_INFINITY, until: 0 });
    }
    const span = spans.get(actor);
    if (!span) continue;
    span.from = Math.min(span.from, number);
    span.until = number;
  }
  return [...spans.values()];
}

function workflowGivenIn({ operation, response }: AnswerDetail): unknown {
  if (operation !== 'pollWorkflow' || !('value' in response)) return undefined;
  const { activation } = response.value as { activation?: { workflowId: string } }; // what the operation answers
  return activation?.workflowId;
}

function workflowSubmittedIn({ operation, request }: CallDetail): unknown {
  if (operation !== 'submitCommands') return undefined;
  return (request as { workflowId: string }).workflowId; // what the operation is asked with
}
