import type { Chooser } from '../kernel/index.ts';
import type { Bounds } from './bounds.ts';
import type { Counts, Frame, Prefix, SearchState } from './search-state.ts';
import { Walk } from './walk.ts';

/**
 * How schedules are left out. `asleep`: one of each class of schedules that differ in the order of steps that commute
 * is run. `known`: whatever follows a partial order of steps that was come by before is left out. `none`: nothing is.
 */
export type Reduction = 'none' | 'asleep' | 'known';

/** Begins at the beginning. */
const WHOLE: Prefix = { choices: [], state: '' };

/**
 * Goes through all schedules within bounds, depth first, by running the program again for each: stateless model checking
 * (Godefroid, "Model checking for programming languages using VeriSoft", POPL 1997). A search is a loop of
 * {@link begin}, a run with the chooser it gives, and {@link end}.
 *
 * Without a bound on preemptions, sleep sets (Godefroid, "Partial-order methods for the verification of concurrent
 * systems", 1996, chapter 5) leave one schedule of each class. Faults are no obstacle to them: they depend on every
 * step, so all schedules of a class have the same ones. Preemptions are: a class has schedules with few and with many,
 * and the one that is left may be one with too many (Coons, Musuvathi, McKinley, "Bounded partial-order reduction",
 * OOPSLA 2013).
 *
 * Under a bound on preemptions, a round takes all schedules with none, the next one those with one, and so on: whatever
 * would interrupt somebody is put off to the round after (Musuvathi & Qadeer, "Iterative context bounding for systematic
 * testing of multithreaded programs", PLDI 2007). A schedule is left when it comes to a partial order of steps, with the
 * same activity stepping last, that was come by before: then it was with as few preemptions, and all that follows is
 * seen from there (same authors, "Partial-order reduction for context-bounded state exploration", MSR-TR-2007-12).
 */
export class Search {
  readonly bounds: Bounds;
  readonly #reduction: Reduction;
  readonly #known: Set<string>;
  readonly #counts: Counts;
  #frames: Frame[];
  #round: number;
  #prefixes: Prefix[];
  #ofPrefixes: number;
  #deferred: Prefix[];
  #isDone: boolean;
  #walk: Walk | undefined;

  /** @param saved where another search of the same program with the same bounds and reduction had come */
  constructor(bounds: Bounds, reduction: Reduction = reductionFor(bounds), saved?: SearchState) {
    if (reduction === 'asleep' && bounds.preemptions !== 'unlimited')
      throw new RangeError('sleep sets miss schedules under a bound on preemptions');
    this.bounds = bounds;
    this.#reduction = reduction;
    this.#known = new Set(saved?.known);
    this.#counts = { runs: 0, asleep: 0, known: 0, beyond: 0, cutShort: 0, ...saved?.counts };
    this.#frames = saved?.frames.map(copyOf) ?? [];
    this.#round = saved?.round ?? 0;
    this.#prefixes = [...(saved?.prefixes ?? [WHOLE])];
    this.#ofPrefixes = saved?.ofPrefixes ?? 1;
    this.#deferred = [...(saved?.deferred ?? [])];
    this.#isDone = saved?.isDone ?? false;
  }

  /** Whether all schedules within the bounds were seen. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get counts(): Readonly<Counts> {
    return this.#counts;
  }

  /** How many preemptions the schedules of this round have; undefined in a search without a bound on them. */
  get round(): number | undefined {
    return this.bounds.preemptions === 'unlimited' ? undefined : this.#round;
  }

  /** The chooser of the next run. Called again before {@link end}, the same run once more. */
  begin(): Chooser {
    const { preemptions } = this.bounds;
    this.#walk = new Walk({
      bounds: this.bounds,
      reduction: this.#reduction,
      prefix: this.#prefixes[0] ?? WHOLE,
      frames: this.#frames,
      known: this.#known,
      defers: preemptions !== 'unlimited' && this.#round < preemptions,
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
    this.#frames = walk.frames;
    for (const state of walk.found) this.#known.add(state);
    this.#deferred.push(...walk.deferred);
    this.#counts.beyond += walk.beyond;
    if (outcome === 'ran' || outcome === 'cutShort') this.#counts.runs += 1;
    if (outcome !== 'ran') this.#counts[outcome] += 1;
    if (this.#backtrack()) return;
    this.#prefixes.shift();
    if (this.#prefixes.length === 0) this.#nextRound();
  }

  /** How much of this round was seen, between 0 and 1, if all that follows a decision were of one size. */
  progress(): number {
    if (this.#isDone) return 1;
    let seen = this.#ofPrefixes - this.#prefixes.length;
    let share = 1;
    for (const { todo, done } of this.#frames) {
      share /= todo.length + done.length;
      seen += share * done.length;
    }
    return seen / this.#ofPrefixes;
  }

  /** All that is needed to go on later, as plain data. Between runs only. */
  save(): SearchState {
    return {
      round: this.#round,
      prefixes: [...this.#prefixes],
      ofPrefixes: this.#ofPrefixes,
      deferred: [...this.#deferred],
      frames: this.#frames.map(copyOf),
      known: [...this.#known],
      counts: { ...this.#counts },
      isDone: this.#isDone,
    };
  }

  /** Leaves the option under way. @returns false if there is no other one after this beginning */
  #backtrack(): boolean {
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const taken = frame.todo.shift();
      if (taken !== undefined) frame.done.push(taken);
      if (frame.todo.length > 0) return true;
      this.#frames.pop();
    }
    return false;
  }

  #nextRound(): void {
    if (this.#deferred.length === 0) {
      this.#isDone = true;
      return;
    }
    this.#round += 1;
    this.#prefixes = this.#deferred;
    this.#ofPrefixes = this.#prefixes.length;
    this.#deferred = [];
  }
}

/** The reduction that is sound under these bounds. */
function reductionFor({ preemptions }: Bounds): Reduction {
  return preemptions === 'unlimited' ? 'asleep' : 'known';
}

function copyOf({ options, asleep, todo, done }: Frame): Frame {
  return { options, asleep, todo: [...todo], done: [...done] };
}
