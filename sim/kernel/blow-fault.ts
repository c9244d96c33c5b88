import { NEMESIS, type Option } from './choice.ts';
import type { Blow } from './nemesis.ts';

/** A fault that happens to nobody's step, as an option. */
export class BlowFault implements Option {
  readonly blow: Blow;
  readonly actorName = NEMESIS;
  readonly isTime = false;
  readonly occurrence = 0;
  readonly thread = -1;
  readonly request = -1;
  readonly footprint = undefined;

  constructor(blow: Blow) {
    this.blow = blow;
  }

  get fault(): string {
    return this.blow.fault;
  }

  get label(): string {
    return this.blow.label;
  }
}
