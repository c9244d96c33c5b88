import type { TraceStep } from '../../sim/kernel/index.ts';
import { secondOf } from '../../sim/network/index.ts';
import type { ExportedRun } from './exported-run.ts';
import { detailOf } from './step-text.ts';

/** One step let another one of somebody else happen. */
export type Cause = {
  /** Numbers of the two steps; the first one is the smaller. */
  readonly from: number;
  readonly to: number;
  /**
   * `request`: a call reached its handler. `answer`: a handler's answer its caller. `lock`: the first one let go of what
   * the second one waited for. `time`: it was time. `fault`: it is because of something that went wrong. `word`:
   * anything else, such as that all is over.
   */
  readonly kind: 'request' | 'answer' | 'lock' | 'time' | 'fault' | 'word';
};

/**
 * Which step of somebody else let each step happen, where one did. Together with the order of each actor's own steps it
 * says what happened before what (Lamport, "Time, clocks, and the ordering of events in a distributed system", CACM 21,
 * 1978); all other steps are in the order that was chosen, and could have been in another one.
 */
export function causesOf({ trace, releases }: Pick<ExportedRun, 'trace' | 'releases'>): readonly Cause[] {
  const { steps } = trace;
  const causes: Cause[] = [];
  /** Calls that no handler has begun to work on, by the handler. */
  const delivered = new Map<string, number>();
  const last = new Map<string, TraceStep>();
  const waiting = new Set<string>();
  for (const step of steps) {
    const { actor, number } = step;
    const detail = detailOf(step);
    const released = steps[(releases.get(number) ?? 0) - 1];
    const from = released ?? senderOf(step, steps, delivered, last);
    const isAnswer = detail.kind === 'sql' && waiting.delete(`${actor} ${detail.text}`);
    if (from && from.actor !== actor) {
      causes.push({ from: from.number, to: number, kind: kindOf(from, step, isAnswer) });
    }
    if (detail.kind === 'wait') waiting.add(`${actor} ${detail.text}`);
    delivered.delete(actor);
    if (detail.kind === 'call') {
      delivered.set(detail.handler, number);
      if (step.fault !== undefined) delivered.set(secondOf(detail.handler), number);
    }
    last.set(actor, step);
  }
  return causes;
}

/** The step that sent what this one received, by the handler's name, where nobody has seen which it was. */
function senderOf(
  step: TraceStep,
  steps: readonly TraceStep[],
  delivered: ReadonlyMap<string, number>,
  last: ReadonlyMap<string, TraceStep>,
): TraceStep | undefined {
  const detail = detailOf(step);
  if (detail.kind === 'answer' && detail.isLost !== true) return last.get(detail.handler);
  return steps[(delivered.get(step.actor) ?? 0) - 1];
}

function kindOf(from: TraceStep, to: TraceStep, isAnswer: boolean): Cause['kind'] {
  const [cause, effect] = [detailOf(from), detailOf(to)];
  if (cause.kind === 'time') return 'time';
  if (cause.kind === 'blow') return 'fault';
  if (cause.kind === 'call' && [cause.handler, secondOf(cause.handler)].includes(to.actor)) return 'request';
  if (effect.kind === 'answer') return 'answer';
  return isAnswer ? 'lock' : 'word';
}
