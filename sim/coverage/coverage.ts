import { fingerprintOf } from './fingerprint.ts';
import { intervalOf } from './places.ts';
import { RacingPairs } from './racing-pairs.ts';
import type { RunSight } from './run-watch.ts';
import { Sightings, type SightingsPart } from './sightings.ts';

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

/** What had been seen after the first 1, 2, 5, 10, 20, 50, … seeds of the campaign, by those of them that were watched. */
export type CurvePoint = { readonly runs: number; readonly traces: number; readonly orders: number };

/** What was seen, so that it can be written down and put together with what was seen elsewhere. */
export type CoveragePart = {
  readonly oneIn: number;
  /** Runs that were watched, by the interval of their places. */
  readonly runs: readonly number[];
  readonly traces: SightingsPart;
  readonly orders: SightingsPart;
};

/** One seed in so many is watched: a run that is costs about a fifth more. */
const ONE_IN = 4;

/** Whether the run of a seed is to be watched: the same for the same seed, in any campaign. */
export function isWatched(seed: string, oneIn = ONE_IN): boolean {
  return fingerprintOf(seed).low % oneIn === 0;
}

/**
 * What a campaign has seen, and an estimate of what it has not. How likely the next run shows something new is estimated
 * by how much was seen only once: for n runs, of which s were alone in what they showed, it is s / n (Good, "The
 * population frequencies of species and the estimation of population parameters", Biometrika 40, 1953, equation 9, there
 * credited to Turing). That takes runs to be drawn alike: seeds of the same scenarios, in turns, by the same strategies.
 *
 * Runs may come in any order, and from several places: who puts parts together has seen what one would have seen who saw
 * all runs. Memory is bounded, however long the campaign: {@link Sightings} and {@link RacingPairs} say by how much.
 */
export class Coverage {
  readonly #traces = new Sightings();
  readonly #pairs = new RacingPairs();
  readonly #runs: number[] = [];

  /** Takes what a run has shown. @param place of its seed among all seeds of the campaign, from 0 */
  add(place: number, { trace, orders }: RunSight): void {
    const interval = intervalOf(place);
    this.#traces.add(trace, interval);
    this.#pairs.add(orders, interval);
    this.#count(interval, 1);
  }

  /** Takes what was seen elsewhere, in other runs. */
  merge({ runs, traces, orders }: CoveragePart): void {
    this.#traces.merge(traces);
    this.#pairs.merge(orders);
    for (const [interval, count] of runs.entries()) this.#count(interval, count);
  }

  /** All of it. */
  part(): CoveragePart {
    return { oneIn: ONE_IN, runs: [...this.#runs], traces: this.#traces.part(), orders: this.#pairs.part() };
  }

  /** So far. */
  figures(): CoverageFigures {
    const traces = this.#traces;
    const pairs = this.#pairs;
    const curve = this.#curve();
    const runs = curve.at(-1)?.runs ?? 0;
    return {
      runs,
      oneIn: ONE_IN,
      traces: { seen: traces.distinct, nextIsNew: runs === 0 ? undefined : Math.min(traces.once / runs, 1) },
      orders: {
        seen: pairs.seen,
        possible: pairs.possible,
        newInNext: runs === 0 ? undefined : pairs.once / runs,
      },
      isExact: traces.isExact && pairs.isExact,
      curve,
    };
  }

  #count(interval: number, runs: number): void {
    while (this.#runs.length <= interval) this.#runs.push(0);
    this.#runs[interval] = (this.#runs[interval] ?? 0) + runs;
  }

  /** Points at which there are more runs than at the one before. */
  #curve(): readonly CurvePoint[] {
    const traces = this.#traces.byInterval();
    const orders = this.#pairs.byInterval();
    const curve: CurvePoint[] = [];
    let point: CurvePoint = { runs: 0, traces: 0, orders: 0 };
    for (const [interval, runs] of this.#runs.entries()) {
      point = {
        runs: point.runs + runs,
        traces: point.traces + (traces[interval] ?? 0),
        orders: point.orders + (orders[interval] ?? 0),
      };
      if (runs > 0) curve.push(point);
    }
    return curve;
  }
}
