import type { Chooser } from '../kernel/index.ts';
import { type Bounds, budgetOf } from './bounds.ts';
import type { Frame, SearchState } from './search-state.ts';
import { Walk } from './walk.ts';

/**
 * How schedules are left out. `asleep`: one of each class of schedules that differ in the order of steps that commute
 * is run. `known`: whatever follows a partial order of steps that was come by before is left out. `none`: nothing is.
 */
export type Reduction = 'none' | 'asleep' | 'known';

/** The reduction that is sound under these bounds: see the two papers in {@link Search}. */
export function reductionFor({ preemptions }: Bounds): Reduction {
  return preemptions === 'unlimited' ? 'asleep' : 'known';
}

/**
 * Goes through all schedules within bounds, depth first, by running the program again for each: stateless model checking
 * (Godefroid, "Model checking for programming languages using VeriSoft", POPL 1997). A search is a loop of
 * {@link begin}, a run with the chooser it gives, and {@link end}.
 *
 * Without a bound on preemptions, sleep sets (Godefroid, "Partial-order methods for the verification of concurrent
 * systems", 1996, chapter 5) leave one schedule of each class. Faults are no obstacle to them: they depend on every step, so
 * all schedules of a class have the same ones. Preemptions are: a class has schedules with few and with many, and the
 * one that is left may be one with too many (Coons, Musuvathi, McKinley, "Bounded partial-order reduction", OOPSLA
 * 2013). Under a bound on preemptions, rounds allow 0, 1, 2 … of them (Musuvathi & Qadeer, "Iterative context bounding for
 * systematic testing of multithreaded programs", PLDI 2007), and a schedule is left when it comes to a partial order of
 * steps, with the same activity stepping last, that was come by with as many preemptions left (same authors,
 * MSR-TR-2007-12).
 */
export class Search {
  readonly bounds: Bounds;
  readonly #reduction: Reduction;
  readonly #frames: Frame[];
  readonly #known: Map<string, number>;
  readonly #counts: SearchState['counts'];
  #round: number | undefined;
  #isCut: boolean;
  #isDone: boolean;
  #walk: Walk | undefined;

  /** @param saved where another search of the same program with the same bounds and reduction had come */
  constructor(bounds: Bounds, reduction: Reduction = reductionFor(bounds), saved?: SearchState) {
    if (reduction === 'asleep' && bounds.preemptions !== 'unlimited')
      throw new RangeError('sleep sets miss schedules under a bound on preemptions');
    this.bounds = bounds;
    this.#reduction = reduction;
    this.#frames =
      saved?.frames.map((frame) => ({ ...frame, todo: [...frame.todo], done: [...frame.done] })) ?? [];
    this.#known = new Map(saved?.known);
    this.#counts = { runs: 0, asleep: 0, known: 0, beyond: 0, cutShort: 0, ...saved?.counts };
    this.#round = saved ? saved.round : firstRound(bounds, reduction);
    this.#isCut = saved?.isCut ?? false;
    this.#isDone = saved?.isDone ?? false;
  }

  /** Whether all schedules within the bounds were seen. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get counts(): Readonly<SearchState['counts']> {
    return this.#counts;
  }

  /** How many preemptions the schedules of this round have at most; undefined in a search without such a bound. */
  get round(): number | undefined {
    return this.#round;
  }

  /** The chooser of the next run. Called again before {@link end}, the same run once more. */
  begin(): Chooser {
    this.#walk = new Walk({
      bounds: this.bounds,
      budget: budgetOf(this.bounds, this.#round),
      reduction: this.#reduction,
      frames: this.#frames,
      known: this.#known,
    });
    return this.#walk;
  }

  /**
   * Goes on to the next schedule.
   *
   * @param outcome how the run came to its end: `cutShort` if the chooser was not asked any more from some step on
   * @throws {SearchDivergedError} if steps did not commute that should have, by their footprints
   */
  end(outcome: 'ran' | 'cutShort' | 'asleep' | 'known'): void {
    const walk = this.#walk;
    if (!walk) throw new Error('a search was told of the end of a run that it had not begun');
    this.#walk = undefined;
    if (outcome === 'ran' && walk.missing) throw walk.missing;
    this.#frames.splice(0, this.#frames.length, ...walk.frames);
    for (const [state, left] of walk.found) this.#known.set(state, left);
    this.#counts.beyond += walk.beyond;
    this.#isCut ||= walk.isCut;
    if (outcome === 'ran' || outcome === 'cutShort') this.#counts.runs += 1;
    if (outcome !== 'ran') this.#counts[outcome] += 1;
    if (this.#backtrack()) return;
    if (this.#round === undefined || this.#round === this.bounds.preemptions || !this.#isCut) {
      this.#isDone = true;
      return;
    }
    this.#round += 1;
    this.#isCut = false;
    this.#known.clear();
  }

  /** How much of the tree of this round was seen, between 0 and 1, if all subtrees of a decision were of one size. */
  progress(): number {
    if (this.#isDone) return 1;
    let seen = 0;
    let share = 1;
    for (const { todo, done } of this.#frames) {
      share /= todo.length + done.length;
      seen += share * done.length;
    }
    return seen;
  }

  /** All that is needed to go on later, as plain data. Between runs only. */
  save(): SearchState {
    return {
      round: this.#round,
      isCut: this.#isCut,
      frames: this.#frames.map((frame) => ({ ...frame, todo: [...frame.todo], done: [...frame.done] })),
      known: [...this.#known],
      counts: { ...this.#counts },
      isDone: this.#isDone,
    };
  }

  /** Leaves the option under way. @returns false if there is no other one anywhere */
  #backtrack(): boolean {
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const taken = frame.todo.shift();
      if (taken !== undefined) frame.done.push(taken);
      if (frame.todo.length > 0) return true;
      this.#frames.pop();
    }
    return false;
  }
}

/** Rounds find the failure with the fewest preemptions first; nothing would be gained where nothing is left out. */
function firstRound({ preemptions }: Bounds, reduction: Reduction): number | undefined {
  if (preemptions === 'unlimited') return undefined;
  return reduction === 'none' ? preemptions : 0;
}
