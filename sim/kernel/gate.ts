import type { Activity } from './activity.ts';
import type { Option } from './choice.ts';
import type { Footprint } from './footprint.ts';
import type { RequestedStep } from './step.ts';

/** Where an activity waits until the step it asked for is chosen. */
export class Gate implements Option {
  readonly activity: Activity;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly isTime = false;
  #step: RequestedStep<unknown>;
  #occurrence: number;
  #request: number;

  constructor(
    activity: Activity,
    step: RequestedStep<unknown>,
    request: number,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.activity = activity;
    this.#step = step;
    this.#request = request;
    this.#occurrence = activity.actor.nextOccurrence(step.label);
    this.resolve = resolve;
    this.reject = reject;
  }

  /** What it waits for now. */
  get step(): RequestedStep<unknown> {
    return this.#step;
  }

  /** Has it wait for something else. */
  ask(step: RequestedStep<unknown>, request: number): void {
    this.#step = step;
    this.#request = request;
    this.#occurrence = this.activity.actor.nextOccurrence(step.label);
  }

  get actorName(): string {
    return this.activity.actor.name;
  }

  get label(): string {
    return this.#step.label;
  }

  get occurrence(): number {
    return this.#occurrence;
  }

  get thread(): number {
    return this.activity.number;
  }

  get request(): number {
    return this.#request;
  }

  get footprint(): Footprint | undefined {
    return this.#step.footprint?.();
  }
}
