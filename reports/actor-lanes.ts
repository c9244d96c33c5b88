import type { TimeDetail, TraceStep } from '../sim/kernel/index.ts';
import type { ClientDetail } from '../sim/pg/index.ts';
import { MAIN, type SimulateRun } from '../sim/simulate/index.ts';
import { isRefusal, type LostDetail, type SqlDetail, type WaitDetail } from '../sim/target/index.ts';
import type { Interleaving } from './interleaving.ts';
import type { Cell, Row } from './lanes.ts';
import { answerText, statementText } from './statement-text.ts';

/** What actors of somebody's own code do in a step. */
type OwnDetail = SqlDetail | WaitDetail | LostDetail | ClientDetail | TimeDetail;

const MOST_LANES = 6;
const MOST_ROWS = 60;

/** A run of somebody's own code, an actor a lane: from where actors begin to run at the same time, to its end. */
export function actorLanes({ trace }: SimulateRun): Interleaving {
  const { steps } = trace;
  const beginning = steps.findIndex(({ actor, detail }) => actor !== MAIN && detail.kind !== 'time');
  const from = Math.max(0, beginning, steps.length - MOST_ROWS);
  const shown = steps.slice(from);
  const names = lanesOf(shown);
  const rows: Row[] = from > 0 ? [{ remark: `⋮ ${count(from)} before` }] : [];
  const waiting = new Set<string>();
  let hidden = 0;
  const remark = (): void => {
    if (hidden > 0) rows.push({ remark: `⋮ ${count(hidden)} of others` });
    hidden = 0;
  };
  let time = (steps[from - 1] ?? shown[0])?.time ?? 0;
  for (const step of shown) {
    const detail = step.detail as OwnDetail; // an actor of a simulation takes no other steps
    const lane = names.indexOf(step.actor);
    if (detail.kind === 'time') {
      remark();
      rows.push({ remark: `⋮ ${(detail.to - time) / 1_000} s pass` });
      time = detail.to;
    } else if (lane < 0) hidden += 1;
    else {
      remark();
      rows.push({
        step: step.number,
        cell: { lane, ...toldFault(step, cellOf(detail, step.actor, waiting)) },
      });
    }
  }
  remark();
  return { lanes: names.map((name) => [name, '']), rows };
}

/** @param waiting statements that wait for their answer; each knows whose it is */
function cellOf(
  detail: Exclude<OwnDetail, TimeDetail>,
  actor: string,
  waiting: Set<string>,
): Omit<Cell, 'lane'> {
  if (detail.kind === 'client') {
    const { isGiven } = detail;
    return {
      text: 'pool.connect()',
      result: isGiven ? 'has a client' : 'no client in time',
      isRefused: !isGiven,
    };
  }
  const text = statementText(detail.text, detail.values);
  const key = `${actor} ${text}`;
  if (detail.kind === 'lost') {
    const result = detail.isDone ? 'done, then lost' : 'lost';
    return { text, result, isRefused: true };
  }
  if (detail.kind === 'wait') {
    waiting.add(key);
    return { text, result: 'waits', isRefused: false };
  }
  const result = answerText(detail.answer);
  const isAnswered = waiting.delete(key);
  return { text: isAnswered ? `… ${text}` : text, result, isRefused: isRefusal(detail.answer) };
}

/** Says of what went wrong that it was the simulator's doing. */
function toldFault({ fault }: TraceStep, cell: Omit<Cell, 'lane'>): Omit<Cell, 'lane'> {
  return fault === undefined ? cell : { ...cell, result: `${cell.result} (fault: ${fault})` };
}

/** Who gets a lane: those who stepped last, in the order in which they began; the body comes last. */
function lanesOf(steps: readonly TraceStep[]): readonly string[] {
  const acting = steps.filter(({ detail }) => detail.kind !== 'time').map(({ actor }) => actor);
  const latest = new Set([...new Set(acting.toReversed())].slice(0, MOST_LANES));
  const names = [...new Set(acting)].filter((name) => latest.has(name));
  return [...names.filter((name) => name !== MAIN), ...names.filter((name) => name === MAIN)];
}

function count(steps: number): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
}
