import { fingerprintOf, PartialOrder, textOf } from '../coverage/index.ts';
import { type Chooser, type Decision, dependent, keyOf, type Option } from '../kernel/index.ts';
import { type Bounds, type Budget, costOf, spend } from './bounds.ts';
import { PrunedRun, SearchDivergedError } from './pruned-run.ts';
import type { Reduction } from './search.ts';
import type { Frame } from './search-state.ts';

const TAKEN_AWAY =
  'a step cannot be taken any more that should not have been touched: a footprint says too little';

/** Where a walk starts from. */
export type WalkPlan = {
  readonly bounds: Bounds;
  readonly budget: Budget;
  readonly reduction: Reduction;
  /** The way to the schedule to be run; the walk adds to a copy of it. */
  readonly frames: readonly Frame[];
  readonly known: ReadonlyMap<string, number>;
};

/** One run of a search: along the frames that are there, then with the dullest options, adding frames. */
export class Walk implements Chooser {
  readonly frames: Frame[];
  /** States that were come by for the first time, or with more preemptions left. */
  readonly found = new Map<string, number>();
  /** Options met for the first time that would have exceeded the bounds. */
  beyond = 0;
  /** Whether one of them would have been within them but for its preemption. */
  isCut = false;
  /** Where something that slept could not be done any more, unless fair scheduling did not ask for it. */
  missing: SearchDivergedError | undefined;
  readonly #plan: WalkPlan;
  readonly #order = new PartialOrder();
  #budget: Budget;
  #asleep: ReadonlySet<string> = new Set();
  #depth = 0;
  #step = 0;
  #last = '';
  #wasAsked = false;

  constructor(plan: WalkPlan) {
    this.#plan = plan;
    this.#budget = plan.budget;
    this.frames = [...plan.frames];
  }

  /**
   * @throws {PrunedRun} where nothing new can follow
   * @throws {SearchDivergedError} where the way there is not the same as before
   */
  choose(decision: Decision): number {
    this.#wasAsked = true;
    const names = decision.options.map(nameOf);
    const frame = this.#known(decision, names) ?? this.#discover(decision, names);
    const index = frame.todo[0];
    const option = index === undefined ? undefined : decision.options[index];
    const cost = option && costOf(option, decision, this.#plan.bounds);
    const budget = cost && spend(this.#budget, cost);
    if (index === undefined || !option || !budget) throw new Error('a frame of a search without a choice');
    this.#asleep = this.#stillAsleep(frame, names, option, decision);
    this.#budget = budget;
    this.#depth += 1;
    return index;
  }

  willStep(option: Option): void {
    this.#step += 1;
    if (!this.#wasAsked) this.#takeTheOnlyOption(option);
    this.#wasAsked = false;
    if (this.#plan.reduction !== 'known') return;
    this.#order.add(option);
    if (option.thread >= 0) this.#last = keyOf(option);
  }

  /** What was decided on here before. */
  #known(decision: Decision, names: readonly string[]): Frame | undefined {
    const frame = this.frames[this.#depth];
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
    this.#leaveIfKnown();
    const within: number[] = [];
    for (const [index, option] of decision.options.entries()) {
      const cost = costOf(option, decision, this.#plan.bounds);
      if (!cost) continue;
      if (spend(this.#budget, cost)) {
        within.push(index);
        continue;
      }
      this.beyond += 1;
      if (spend(this.#budget, { ...cost, preemptions: 0 })) this.isCut = true;
    }
    const todo = within.filter((index) => !this.#asleep.has(names[index] ?? ''));
    if (todo.length === 0) throw new PrunedRun('asleep');
    const frame: Frame = { options: names, asleep: [...this.#asleep], todo, done: [] };
    this.frames.push(frame);
    return frame;
  }

  #leaveIfKnown(): void {
    if (this.#plan.reduction !== 'known') return;
    // Whose turn it is decides what a preemption is; the last step tells that across runs.
    const state = textOf(fingerprintOf(`${this.#order.fingerprint()} ${this.#last}`));
    const left = this.found.get(state) ?? this.#plan.known.get(state);
    const { preemptions } = this.#budget;
    if (left !== undefined && left >= preemptions) throw new PrunedRun('known');
    this.found.set(state, preemptions);
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
    if (this.#asleep.size === 0) return;
    if (this.#asleep.has(nameOf(option))) throw new PrunedRun('asleep');
    this.missing ??= new SearchDivergedError(this.#step, TAKEN_AWAY);
    this.#asleep = new Set();
  }
}

/** A decision names all its options each time it is come by, and their texts are long. */
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
