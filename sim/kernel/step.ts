import type { Footprint } from './footprint.ts';

/** What a step did, for whoever draws the trace. Each kind of step has a type of its own that narrows this one. */
export type StepDetail = { readonly kind: string };

/** Virtual time advanced to the next timer, and those due went off. */
export type TimeDetail = { readonly kind: 'time'; readonly to: number; readonly woke: readonly string[] };

/** Whether time advanced in a step. */
export function isTime(detail: StepDetail): detail is TimeDetail {
  return detail.kind === 'time';
}

/** What executing a step came to. */
export type Performed<Result> = {
  /** Handed to the actor that asked for the step; or the step that it goes on waiting for instead. */
  readonly outcome:
    | { readonly value: Result }
    | { readonly error: unknown }
    | { readonly next: RequestedStep<Result> };
  readonly detail: StepDetail;
  /** All that the trace hash covers of this step besides who and when: what was asked and what was seen. */
  readonly evidence: readonly (string | Uint8Array)[];
};

/** A step with a fault: what happens in its place. */
export type Mishap<Result> = {
  /** Name of the fault. */
  readonly fault: string;
  perform(): Performed<Result>;
};

/** Something an actor wants done: it waits at its gate until the scheduler chooses and performs this. */
export type RequestedStep<Result> = {
  /** What is about to happen, for strategies and error messages. */
  readonly label: string;
  /** Whether it could be performed now; always, if absent. */
  isReady?(): boolean;
  /** What it may touch of what others touch, too, as things stand now; anything, if absent or undefined. */
  footprint?(): Footprint | undefined;
  /** What can go wrong with it, in place of {@link perform}. @param allowed other faults can be left out */
  mishaps?(allowed: ReadonlySet<string>): Iterable<Mishap<Result>>;
  /** Does it, all at once. Called by the scheduler only. */
  perform(): Performed<Result>;
};
