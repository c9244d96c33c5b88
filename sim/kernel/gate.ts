import type { Activity } from './activity.ts';
import type { Option } from './choice.ts';
import type { RequestedStep } from './step.ts';

/** Where an activity waits until the step it asked for is chosen. */
export class Gate implements Option {
  readonly activity: Activity;
  /** What it waits for now. */
  step: RequestedStep<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly isTime = false;

  constructor(
    activity: Activity,
    step: RequestedStep<unknown>,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.activity = activity;
    this.step = step;
    this.resolve = resolve;
    this.reject = reject;
  }

  get actorName(): string {
    return this.activity.actor.name;
  }

  get label(): string {
    return this.step.label;
  }
}
