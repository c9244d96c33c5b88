import type { RunResult } from '../sim/campaign/index.ts';
import type { TraceStep } from '../sim/kernel/index.ts';
import type { CallDetail } from '../sim/network/index.ts';
import type { LostDetail, SqlDetail, WaitDetail } from '../sim/target/index.ts';
import { faultText } from './fault-text.ts';
import type { Cell, Row } from './lanes.ts';
import { summarizeSql } from './sql-summary.ts';

/** The part of a run that explains a violation: who took part, and every statement they made. */
export type Interleaving = {
  /** Name and detail of each lane. */
  readonly lanes: readonly (readonly [string, string])[];
  readonly rows: readonly Row[];
};

/** A statement was executed, or has to wait for another session. */
type SqlStep = TraceStep & { readonly detail: SqlDetail | WaitDetail };
/** A statement whose connection was lost. */
type LostStep = TraceStep & { readonly detail: LostDetail };

/** A request handler, and when it was at work. */
type Handler = { readonly call: CallDetail; readonly steps: readonly (SqlStep | LostStep)[] };

/** Operations that write to a workflow's history; the others only read or hand out. */
const WRITERS: ReadonlySet<string> = new Set(['completeTask', 'failTask', 'submitCommands']);
const MOST_LANES = 8;
/** Without a handler to blame, the last statements of the run are shown. */
const TAIL_STEPS = 24;

/**
 * Picks what to show of a run: the handlers of the subject the witness names last, and every other handler that wrote
 * to the same history while they were at work.
 */
export function explain(run: RunResult, subjects: readonly string[]): Interleaving {
  const handlers = handlersOf(run);
  const blamed = handlers.filter(
    ({ call }) =>
      WRITERS.has(call.operation) && mentions(call.request, subjects.at(-1)) && subjects.length > 1,
  );
  const from = Math.min(...blamed.map((handler) => firstStep(handler)));
  const to = Math.max(...blamed.map((handler) => lastStep(handler)));
  const involved = handlers.filter(
    (handler) => WRITERS.has(handler.call.operation) && firstStep(handler) <= to && lastStep(handler) >= from,
  );
  if (blamed.length === 0) return draw(run, tail(handlers));
  const others = involved.filter((handler) => !blamed.includes(handler));
  const nearest = others
    .sort((one, other) => firstStep(other) - firstStep(one))
    .slice(0, MOST_LANES - blamed.length);
  return draw(
    run,
    [...blamed, ...nearest].sort((one, other) => firstStep(one) - firstStep(other)),
  );
}

/** Everything that every handler did. */
export function wholeRun(run: RunResult): Interleaving {
  return draw(run, handlersOf(run));
}

function handlersOf(run: RunResult): readonly Handler[] {
  const handlers = new Map<string, { call: CallDetail; steps: (SqlStep | LostStep)[] }>();
  for (const step of run.trace.steps) {
    if (isCall(step.detail)) handlers.set(step.detail.handler, { call: step.detail, steps: [] });
    if (isSql(step) || isLost(step)) handlers.get(step.actor)?.steps.push(step);
  }
  return [...handlers.values()].filter((handler) => handler.steps.length > 0);
}

function draw(run: RunResult, handlers: readonly Handler[]): Interleaving {
  const laneOf = new Map(handlers.map((handler, lane) => [handler.call.handler, lane]));
  const from = Math.min(...handlers.map(firstStep));
  const to = Math.max(...handlers.map(lastStep));
  const rows: Row[] = [];
  const waiting = new Set<string>();
  let hidden = 0;
  const remark = (): void => {
    if (hidden > 0) rows.push({ remark: `⋮ ${hidden} ${hidden === 1 ? 'step' : 'steps'} of others` });
    hidden = 0;
  };
  for (const step of run.trace.steps) {
    const lane = laneOf.get(step.actor);
    if (step.fault !== undefined && !(lane !== undefined && (isSql(step) || isLost(step)))) {
      remark();
      rows.push({ remark: faultText(step) }); // whenever it was: the rest may be because of it
      continue;
    }
    if (step.number < from || step.number > to) continue;
    if (lane !== undefined && isLost(step)) {
      remark();
      rows.push({ step: step.number, cell: { lane, ...lossOf(step) } });
      continue;
    }
    if (lane === undefined || !isSql(step)) {
      hidden += 1;
      continue;
    }
    remark();
    const { statement, answer, isRefused } = summarizeSql(step.detail);
    const sent = `${step.actor} ${step.detail.text}`;
    const text = waiting.delete(sent) ? `answer to ${statement}` : statement;
    if (step.detail.kind === 'wait') waiting.add(sent);
    const result = step.fault === undefined ? answer : `⚡ ${answer}`;
    rows.push({ step: step.number, cell: { lane, text, result, isRefused } });
  }
  remark();
  return { lanes: handlers.map(({ call }) => [titleOf(call), call.handler.split('/')[0] ?? '']), rows };
}

/** The handlers that made the last statements of the run. */
function tail(handlers: readonly Handler[]): readonly Handler[] {
  const writers = handlers.filter((handler) => WRITERS.has(handler.call.operation));
  const last = writers.flatMap((handler) => handler.steps.map((step) => ({ handler, step })));
  const kept = last.sort((one, other) => one.step.number - other.step.number).slice(-TAIL_STEPS);
  return [...new Set(kept.map(({ handler }) => handler))].slice(-4);
}

function titleOf({ operation, request }: CallDetail): string {
  const facts = request as { taskId?: string; workflowId?: string };
  return `${operation} ${facts.taskId ?? facts.workflowId ?? ''}`.trim();
}

function mentions(request: unknown, subject: string | undefined): boolean {
  const facts = request as { taskId?: string; workflowId?: string };
  return subject !== undefined && (facts.taskId === subject || facts.workflowId === subject);
}

function firstStep({ steps }: Handler): number {
  return steps[0]?.number ?? Number.POSITIVE_INFINITY;
}

function lastStep({ steps }: Handler): number {
  return steps.at(-1)?.number ?? Number.NEGATIVE_INFINITY;
}

function isCall(detail: TraceStep['detail']): detail is CallDetail {
  return detail.kind === 'call';
}

/** What became of a statement whose connection was lost. */
function lossOf({ detail }: LostStep): Omit<Cell, 'lane'> {
  const { statement } = summarizeSql({ ...detail, kind: 'wait', begins: false });
  const result = `⚡ ${detail.isDone ? 'done, then ' : ''}the connection is lost`;
  return { text: statement, result, isRefused: true };
}

function isLost(step: TraceStep): step is LostStep {
  return step.detail.kind === 'lost';
}

function isSql(step: TraceStep): step is SqlStep {
  return step.detail.kind === 'sql' || step.detail.kind === 'wait';
}
