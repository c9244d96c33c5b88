import { fingerprintOf, PartialOrder, textOf } from '../coverage/index.ts';
import { type Chooser, type Decision, dependent, keyOf, type Option } from '../kernel/index.ts';
import { type Bounds, costOf } from './bounds.ts';
import { PrunedRun, SearchDivergedError } from './pruned-run.ts';
import type { Reduction } from './search.ts';
import type { Frame, Prefix } from './search-state.ts';

const TAKEN_AWAY =
  'a step cannot be taken any more that should not have been touched: a footprint says too little';

/** Where a walk starts from. */
export type WalkPlan = {
  readonly bounds: Bounds;
  readonly reduction: Reduction;
  /** Choices that are made first. */
  readonly prefix: Prefix;
  /** The way from there to the schedule to be run; the walk adds to a copy of it. */
  readonly frames: readonly Frame[];
  /** States that were come by. */
  readonly known: ReadonlySet<string>;
  /** Whether schedules with one more preemption are within the bounds. */
  readonly defers: boolean;
};

/** One run of a search: along the choices that are there, then with the dullest options, adding frames. */
export class Walk implements Chooser {
  readonly frames: Frame[];
  /** States that were come by for the first time. */
  readonly found = new Set<string>();
  /** Beginnings of schedules with one more preemption. */
  readonly deferred: Prefix[] = [];
  /** Options met for the first time that would have exceeded the bounds. */
  beyond = 0;
  /** Where something that slept could not be done any more, unless fair scheduling did not ask for it. */
  missing: SearchDivergedError | undefined;
  readonly #plan: WalkPlan;
  readonly #order = new PartialOrder();
  readonly #choices: number[] = [];
  #faultsLeft: number;
  #asleep: ReadonlySet<string> = new Set();
  #step = 0;
  #last = '';
  #wasAsked = false;

  constructor(plan: WalkPlan) {
    this.#plan = plan;
    this.#faultsLeft = plan.bounds.faults;
    this.frames = [...plan.frames];
  }

  /**
   * @throws {PrunedRun} where nothing new can follow
   * @throws {SearchDivergedError} where the way there is not the same as before
   */
  choose(decision: Decision): number {
    this.#wasAsked = true;
    const index = this.#begun(decision) ?? this.#inFrame(decision);
    const option = decision.options[index];
    const cost = option && costOf(option, decision, this.#plan.bounds);
    if (!cost) throw new SearchDivergedError(decision.step, 'the option that was to be taken is not there');
    this.#faultsLeft -= cost.faults;
    this.#choices.push(index);
    return index;
  }

  willStep(option: Option): void {
    this.#step += 1;
    if (!this.#wasAsked) this.#takeTheOnlyOption(option);
    this.#wasAsked = false;
    if (!this.#isBounded) return;
    this.#order.add(option);
    if (option.thread >= 0) this.#last = keyOf(option);
  }

  get #isBounded(): boolean {
    return this.#plan.bounds.preemptions !== 'unlimited';
  }

  /** The choice that the beginning of this schedule makes here. */
  #begun(decision: Decision): number | undefined {
    const { choices, state } = this.#plan.prefix;
    const depth = this.#choices.length;
    if (depth === choices.length - 1 && state !== this.#stateAt(decision))
      throw new SearchDivergedError(
        decision.step,
        'another state was reached than with the same choices before',
      );
    return choices[depth];
  }

  #inFrame(decision: Decision): number {
    const names = decision.options.map(nameOf);
    const frame = this.#known(decision, names) ?? this.#discover(decision, names);
    const index = frame.todo[0];
    const option = index === undefined ? undefined : decision.options[index];
    if (index === undefined || !option) throw new Error('a frame of a search without a choice');
    this.#asleep = this.#stillAsleep(frame, names, option, decision);
    return index;
  }

  /** What was decided on here before. */
  #known(decision: Decision, names: readonly string[]): Frame | undefined {
    const frame = this.frames[this.#choices.length - this.#plan.prefix.choices.length];
    if (!frame) return undefined;
    if (frame.options.length === names.length && frame.options.every((name, at) => name === names[at]))
      return frame;
    const now = decision.options.map(({ actorName, label }) => `${actorName}: ${label}`);
    throw new SearchDivergedError(
      decision.step,
      `there were other options before; now there are ${now.join(', ')}`,
    );
  }

  #discover(decision: Decision, names: readonly string[]): Frame {
    const state = this.#isBounded ? this.#stateAt(decision) : '';
    this.#leaveIfKnown(state);
    const within: number[] = [];
    for (const [index, option] of decision.options.entries()) {
      const cost = costOf(option, decision, this.#plan.bounds);
      if (!cost) continue;
      const isAffordable = cost.faults <= this.#faultsLeft;
      if (isAffordable && !(this.#isBounded && cost.preempts)) within.push(index);
      else if (isAffordable && this.#plan.defers)
        this.deferred.push({ choices: [...this.#choices, index], state });
      else this.beyond += 1;
    }
    const todo = within.filter((index) => !this.#asleep.has(names[index] ?? ''));
    if (todo.length === 0) throw new PrunedRun('asleep');
    const frame: Frame = { options: names, asleep: [...this.#asleep], todo, done: [] };
    this.frames.push(frame);
    return frame;
  }

  #leaveIfKnown(state: string): void {
    if (this.#plan.reduction !== 'known') return;
    if (this.#plan.known.has(state) || this.found.has(state)) throw new PrunedRun('known');
    this.found.add(state);
  }

  /**
   * What was done, but for the order of what commutes. Whose turn it was is part of it where that decides who is
   * interrupted: here, or, if this step may be nobody's, later.
   */
  #stateAt({ options, last }: Decision): string {
    const matters = options[0]?.thread === last || options.some(({ thread }) => thread < 0);
    return this.#state(matters ? this.#last : '');
  }

  #state(turn: string): string {
    return textOf(fingerprintOf(`${this.#order.fingerprint()} ${turn}`));
  }

  /**
   * What sleeps after an option is taken: all that slept or was taken before from here, if it commutes with the option.
   *
   * @throws {SearchDivergedError} if something that sleeps cannot be done here: then it did not commute
   */
  #stillAsleep(
    { asleep, done }: Frame,
    names: readonly string[],
    taken: Option,
    { options, step }: Decision,
  ): ReadonlySet<string> {
    const still = new Set<string>();
    if (this.#plan.reduction !== 'asleep') return still;
    const offer = (option: Option | undefined, name: string | undefined): void => {
      if (!option || name === undefined) throw new SearchDivergedError(step, TAKEN_AWAY);
      if (!dependent(option, taken)) still.add(name);
    };
    for (const name of asleep) offer(options[names.indexOf(name)], name);
    for (const index of done) offer(options[index], names[index]);
    return still;
  }

  /** Whatever sleeps could be done here, so it is this option, or nothing sleeps. */
  #takeTheOnlyOption(option: Option): void {
    const { prefix, frames } = this.#plan;
    const isNew = this.#choices.length >= prefix.choices.length + frames.length;
    if (isNew) this.#leaveIfKnown(this.#state(option.thread < 0 ? this.#last : ''));
    if (this.#asleep.size === 0) return;
    if (this.#asleep.has(nameOf(option))) throw new PrunedRun('asleep');
    this.missing ??= new SearchDivergedError(this.#step, TAKEN_AWAY);
    this.#asleep = new Set();
  }
}

/** Names of keys: a decision names all its options each time it is come by, and their texts are long. */
const names = new Map<string, string>();

function nameOf(option: Option): string {
  const key = keyOf(option);
  let name = names.get(key);
  if (name === undefined) {
    name = textOf(fingerprintOf(key));
    names.set(key, name);
  }
  return name;
}
