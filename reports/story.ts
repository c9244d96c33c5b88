import type { RunResult } from '../sim/campaign/index.ts';
import type { TraceStep } from '../sim/kernel/index.ts';
import { type CallDetail, isCall } from '../sim/network/index.ts';
import {
  isLoss,
  isStatement,
  type LostDetail,
  type SqlDetail,
  type WaitDetail,
} from '../sim/target/index.ts';

/** A statement was executed, or has to wait for another session. */
export type SqlStep = TraceStep & { readonly detail: SqlDetail | WaitDetail };
/** A statement whose connection was lost. */
export type LostStep = TraceStep & { readonly detail: LostDetail };

/** A request handler, and when it was at work. */
export type Handler = { readonly call: CallDetail; readonly steps: readonly (SqlStep | LostStep)[] };

/** Operations that write to a workflow's history; the others only read or hand out. */
const WRITERS: ReadonlySet<string> = new Set(['completeTask', 'failTask', 'submitCommands']);
const MOST_LANES = 8;
/** Without a handler to blame, the last statements of the run are shown. */
const TAIL_STEPS = 24;

/**
 * Who explains a violation: the handlers of the subject the witness names last, and every other handler that wrote to
 * the same history while they were at work.
 */
export function handlersToBlame(run: RunResult, subjects: readonly string[]): readonly Handler[] {
  const handlers = handlersOf(run);
  const blamed = handlers.filter(
    ({ call }) =>
      WRITERS.has(call.operation) && mentions(call.request, subjects.at(-1)) && subjects.length > 1,
  );
  if (blamed.length === 0) return tail(handlers);
  const from = Math.min(...blamed.map((handler) => firstStep(handler)));
  const to = Math.max(...blamed.map((handler) => lastStep(handler)));
  const involved = handlers.filter(
    (handler) => WRITERS.has(handler.call.operation) && firstStep(handler) <= to && lastStep(handler) >= from,
  );
  const others = involved.filter((handler) => !blamed.includes(handler));
  const nearest = others
    .sort((one, other) => firstStep(other) - firstStep(one))
    .slice(0, MOST_LANES - blamed.length);
  return [...blamed, ...nearest].sort((one, other) => firstStep(one) - firstStep(other));
}

/** Every handler that sent a statement, in the order in which they were called. */
export function handlersOf(run: RunResult): readonly Handler[] {
  const handlers = new Map<string, { call: CallDetail; steps: (SqlStep | LostStep)[] }>();
  for (const step of run.trace.steps) {
    if (isCall(step.detail)) handlers.set(step.detail.handler, { call: step.detail, steps: [] });
    if (isSqlStep(step) || isLostStep(step)) handlers.get(step.actor)?.steps.push(step);
  }
  return [...handlers.values()].filter((handler) => handler.steps.length > 0);
}

/** What a handler does, and for whom. */
export function titleOf({ operation, request }: CallDetail): string {
  const facts = request as { taskId?: string; workflowId?: string };
  return `${operation} ${facts.taskId ?? facts.workflowId ?? ''}`.trim();
}

export function firstStep({ steps }: Handler): number {
  return steps[0]?.number ?? Number.POSITIVE_INFINITY;
}

export function lastStep({ steps }: Handler): number {
  return steps.at(-1)?.number ?? Number.NEGATIVE_INFINITY;
}

export function isLostStep(step: TraceStep): step is LostStep {
  return isLoss(step.detail);
}

export function isSqlStep(step: TraceStep): step is SqlStep {
  return isStatement(step.detail);
}

/** The handlers that made the last statements of the run. */
function tail(handlers: readonly Handler[]): readonly Handler[] {
  const writers = handlers.filter((handler) => WRITERS.has(handler.call.operation));
  const last = writers.flatMap((handler) => handler.steps.map((step) => ({ handler, step })));
  const kept = last.sort((one, other) => one.step.number - other.step.number).slice(-TAIL_STEPS);
  return [...new Set(kept.map(({ handler }) => handler))].slice(-4);
}

function mentions(request: unknown, subject: string | undefined): boolean {
  const facts = request as { taskId?: string; workflowId?: string };
  return subject !== undefined && (facts.taskId === subject || facts.workflowId === subject);
}
