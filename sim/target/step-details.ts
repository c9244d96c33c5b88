import type { SqlValue } from '../../src/ports/index.ts';
import type { StepDetail } from '../kernel/index.ts';
import type { SqlAnswer } from './target.ts';

/** A statement was executed. */
export type SqlDetail = {
  readonly kind: 'sql';
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly answer: SqlAnswer;
  /** Whether a transaction began with this statement. */
  readonly begins: boolean;
};

/** A statement was sent, and has to wait for another session. */
export type WaitDetail = {
  readonly kind: 'wait';
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** Whether a transaction began with this statement. */
  readonly begins: boolean;
};

/** A statement whose answer nobody got, for the connection was lost. */
export type LostDetail = {
  readonly kind: 'lost';
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** Whether it took effect before. */
  readonly isDone: boolean;
};

/** Whether a statement was executed in a step. */
export function isSql(detail: StepDetail): detail is SqlDetail {
  return detail.kind === 'sql';
}

/** Whether a statement was sent in a step that has to wait. */
export function isWait(detail: StepDetail): detail is WaitDetail {
  return detail.kind === 'wait';
}

/** Whether a statement was sent in a step, be it executed or not. */
export function isStatement(detail: StepDetail): detail is SqlDetail | WaitDetail {
  return isSql(detail) || isWait(detail);
}

/** Whether a connection was lost in a step. */
export function isLoss(detail: StepDetail): detail is LostDetail {
  return detail.kind === 'lost';
}
