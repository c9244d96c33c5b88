import type { StepDetail } from '../kernel/index.ts';

/** A request was delivered: a handler began to work on it. */
export type CallDetail = {
  readonly kind: 'call';
  readonly operation: string;
  readonly request: unknown;
  /** The actor that handles it. */
  readonly handler: string;
};

/** A request was not delivered, or not yet. */
export type LostCallDetail = { readonly kind: 'lost-call' | 'delayed-call'; readonly operation: string };

/** An answer was delivered. */
export type AnswerDetail = {
  readonly kind: 'answer';
  readonly operation: string;
  readonly handler: string;
  readonly response: { readonly value: unknown } | { readonly error: string };
  /** Whether it is no answer of the server's, but word that there will be none. */
  readonly isLost?: true;
};

/** Whether a request was delivered in a step. */
export function isCall(detail: StepDetail): detail is CallDetail {
  return detail.kind === 'call';
}

/** Whether an answer was delivered in a step. */
export function isAnswer(detail: StepDetail): detail is AnswerDetail {
  return detail.kind === 'answer';
}
