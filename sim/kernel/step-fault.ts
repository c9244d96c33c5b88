import type { Option } from './choice.ts';
import type { Footprint } from './footprint.ts';
import type { Gate } from './gate.ts';
import type { Mishap } from './step.ts';

/** A step that is ready, with a fault that could happen to it. */
export class StepFault implements Option {
  readonly gate: Gate;
  readonly mishap: Mishap<unknown>;
  readonly isTime = false;

  constructor(gate: Gate, mishap: Mishap<unknown>) {
    this.gate = gate;
    this.mishap = mishap;
  }

  get fault(): string {
    return this.mishap.fault;
  }

  get actorName(): string {
    return this.gate.actorName;
  }

  get label(): string {
    return this.gate.label;
  }

  get occurrence(): number {
    return this.gate.occurrence;
  }

  get thread(): number {
    return this.gate.thread;
  }

  get request(): number {
    return this.gate.request;
  }

  get footprint(): Footprint | undefined {
    return this.gate.footprint;
  }
}
