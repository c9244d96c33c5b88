import type { RunResult } from '../sim/campaign/index.ts';
import { faultText } from './fault-text.ts';
import type { Cell, Row } from './lanes.ts';
import { summarizeSql } from './sql-summary.ts';
import {
  firstStep,
  type Handler,
  handlersOf,
  handlersToBlame,
  isLostStep,
  isSqlStep,
  lastStep,
  type LostStep,
  titleOf,
} from './story.ts';

/** The part of a run that explains a violation: who took part, and every statement they made. */
export type Interleaving = {
  /** Name and detail of each lane. */
  readonly lanes: readonly (readonly [string, string])[];
  readonly rows: readonly Row[];
};

/** Picks what to show of a run: those who explain what a witness says of its subjects. */
export function explain(run: RunResult, subjects: readonly string[]): Interleaving {
  return draw(run, handlersToBlame(run, subjects));
}

/** Everything that every handler did. */
export function wholeRun(run: RunResult): Interleaving {
  return draw(run, handlersOf(run));
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
    if (step.fault !== undefined && !(lane !== undefined && (isSqlStep(step) || isLostStep(step)))) {
      remark();
      rows.push({ remark: faultText(step) }); // whenever it was: the rest may be because of it
      continue;
    }
    if (step.number < from || step.number > to) continue;
    if (lane !== undefined && isLostStep(step)) {
      remark();
      rows.push({ step: step.number, cell: { lane, ...lossOf(step) } });
      continue;
    }
    if (lane === undefined || !isSqlStep(step)) {
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

/** What became of a statement whose connection was lost. */
export function lossOf({ detail }: LostStep): Omit<Cell, 'lane'> {
  const { statement } = summarizeSql({ ...detail, kind: 'wait', begins: false });
  const result = `⚡ ${detail.isDone ? 'done, then ' : ''}the connection is lost`;
  return { text: statement, result, isRefused: true };
}
