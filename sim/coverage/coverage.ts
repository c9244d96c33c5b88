import type { Chooser } from '../kernel/index.ts';
import { fingerprintOf } from './fingerprint.ts';
import { RacingPairs } from './racing-pairs.ts';
import { RunWatch } from './run-watch.ts';
import { Sightings } from './sightings.ts';

/** How much of what there is to see a campaign has seen, by the runs that were watched. */
export type CoverageFigures = {
  /** Runs that were watched. */
  readonly runs: number;
  /** One seed in so many is watched. */
  readonly oneIn: number;
  /** Runs that differ in more than the order of steps that commute. */
  readonly traces: {
    readonly seen: number;
    /** How likely the next run is of a trace that has not been seen; undefined before the first run. */
    readonly nextIsNew: number | undefined;
  };
  /** Orders of kinds of steps that raced. */
  readonly orders: {
    readonly seen: number;
    /** Both of every pair that met. */
    readonly possible: number;
    /** How many orders the next run is expected to show that have not been seen; undefined before the first run. */
    readonly newInNext: number | undefined;
  };
  /** Whether all was counted; if not, figures of traces are estimates, and those of orders too low. */
  readonly isExact: boolean;
  readonly curve: readonly CurvePoint[];
};

/** What had been seen after so many of the runs that were watched: after 1, 2, 5, 10, 20, 50, …, and after all. */
export type CurvePoint = { readonly runs: number; readonly traces: number; readonly orders: number };

/** One seed in so many is watched: a run that is costs about a quarter more. */
const ONE_IN = 4;

/**
 * What a campaign has seen, and an estimate of what it has not. How likely the next run shows something new is estimated
 * by how much was seen only once: for n runs, of which s were alone in what they showed, it is s / n (Good, "The
 * population frequencies of species and the estimation of population parameters", Biometrika 40, 1953, equation 9, there
 * credited to Turing). That takes runs to be drawn alike: seeds of the same scenarios, in turns, by the same strategies.
 *
 * Memory is bounded, however long the campaign: {@link Sightings} and {@link RacingPairs} say by how much.
 */
export class Coverage {
  readonly #oneIn: number;
  readonly #traces = new Sightings();
  readonly #pairs = new RacingPairs();
  readonly #curve: CurvePoint[] = [];
  #runs = 0;
  #nextPoint = 1;

  /** @param oneIn one seed in so many is watched */
  constructor(oneIn = ONE_IN) {
    this.#oneIn = oneIn;
  }

  /** Whether the run of a seed is to be watched: the same for the same seed, in any campaign. */
  watches(seed: string): boolean {
    return fingerprintOf(seed).low % this.#oneIn === 0;
  }

  /** Has a chooser's run watched. */
  watch(chooser: Chooser): RunWatch {
    return new RunWatch(chooser, this.#pairs);
  }

  /** Takes what a run has shown. @param plan what it was a run of, in a word: runs of two plans have nothing in common */
  add(plan: string, watch: RunWatch): void {
    this.#traces.add(fingerprintOf(`${plan} ${watch.fingerprint()}`));
    this.#pairs.add(watch.orders);
    this.#runs += 1;
    if (this.#runs < this.#nextPoint) return;
    this.#curve.push(this.#point());
    this.#nextPoint = pointAfter(this.#runs);
  }

  /** So far. */
  figures(): CoverageFigures {
    const runs = this.#runs;
    const traces = this.#traces;
    const pairs = this.#pairs;
    const isComplete = runs === 0 || this.#curve.at(-1)?.runs === runs;
    return {
      runs,
      oneIn: this.#oneIn,
      traces: { seen: traces.distinct, nextIsNew: runs === 0 ? undefined : Math.min(traces.once / runs, 1) },
      orders: {
        seen: pairs.seen,
        possible: pairs.possible,
        newInNext: runs === 0 ? undefined : pairs.once / runs,
      },
      isExact: traces.isExact && pairs.isExact,
      curve: isComplete ? [...this.#curve] : [...this.#curve, this.#point()],
    };
  }

  #point(): CurvePoint {
    return { runs: this.#runs, traces: this.#traces.distinct, orders: this.#pairs.seen };
  }
}

/** 1, 2, 5, 10, 20, 50, … */
function pointAfter(point: number): number {
  return String(point).startsWith('2') ? (point / 2) * 5 : point * 2;
}
