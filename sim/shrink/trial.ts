import type { Chooser, Decision, Option } from '../kernel/index.ts';
import {
  type Deviation,
  DeviationRecorder,
  OrderChooser,
  type TakenStep,
  TolerantChooser,
} from '../strategy/index.ts';
import type { Candidate } from './candidate.ts';

/** Schedules a candidate's run, as far as what the candidate says means anything in it, and remembers what came of it. */
export class Trial implements Chooser {
  readonly #tolerant: TolerantChooser | undefined;
  readonly #recorder: DeviationRecorder;

  constructor({ deviations, order }: Pick<Candidate, 'deviations' | 'order'>) {
    this.#tolerant = order ? undefined : new TolerantChooser(deviations);
    this.#recorder = new DeviationRecorder(this.#tolerant ?? new OrderChooser(order ?? []));
  }

  choose(decision: Decision): number {
    return this.#recorder.choose(decision);
  }

  willStep(option: Option): void {
    this.#recorder.willStep(option);
  }

  /** Once the run is over: all that sets it apart from the default schedule. */
  get applied(): readonly Deviation[] {
    return this.#tolerant?.tolerated().applied ?? this.#recorder.deviations;
  }

  /** The steps that were taken, in order. */
  get taken(): readonly TakenStep[] {
    return this.#recorder.taken;
  }
}
