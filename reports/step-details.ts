import type { StepDetail, TimeDetail } from '../sim/kernel/index.ts';
import type { AnswerDetail, CallDetail } from '../sim/network/index.ts';
import type { BlowDetail } from '../sim/scenario/index.ts';
import type { LostDetail, SqlDetail, WaitDetail } from '../sim/target/index.ts';

/** A request was delivered. */
export function isCall(detail: StepDetail): detail is CallDetail {
  return detail.kind === 'call';
}

/** An answer was delivered. */
export function isAnswer(detail: StepDetail): detail is AnswerDetail {
  return detail.kind === 'answer';
}

/** A statement was executed. */
export function isDone(detail: StepDetail): detail is SqlDetail {
  return detail.kind === 'sql';
}

/** A statement has to wait. */
export function isWait(detail: StepDetail): detail is WaitDetail {
  return detail.kind === 'wait';
}

/** A connection was lost. */
export function isLoss(detail: StepDetail): detail is LostDetail {
  return detail.kind === 'lost';
}

/** Time passed. */
export function isTime(detail: StepDetail): detail is TimeDetail {
  return detail.kind === 'time';
}

/** Something happened to somebody, or to the time. */
export function isBlow(detail: StepDetail): detail is BlowDetail {
  return detail.kind === 'blow';
}
