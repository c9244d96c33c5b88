import type { RunSummary } from '../../sim/campaign/index.ts';
import { fingerprintOf, textOf } from '../../sim/coverage/index.ts';
import type { NightPlan, NightPorts, Play } from '../../sim/nightly/index.ts';
import type { FindingRecord } from '../../sim/record/index.ts';
import type { Target } from '../../sim/target/index.ts';
import { fanOut, race } from './campaigns.ts';
import { findingRecord } from './nights.ts';

const SCENARIOS = [fanOut, race];

/** What nights of these tests run, as far as adding up needs it. */
export const TERMS = { scenarios: SCENARIOS, size: {}, defect: undefined };

/** A night of so many runs on one target, unless told otherwise. */
export function nightPlan(overrides: Partial<NightPlan> = {}): NightPlan {
  return {
    id: '2026-03-05T02-00-00Z',
    build: '885ecae0',
    commit: null,
    startedAt: '2026-03-05T02:00:00.000Z',
    seed: 's',
    targets: [{ name: 'pglite', part: 1 }],
    scenarios: SCENARIOS.map(({ name }) => name),
    defect: null,
    climbs: false,
    budgetMs: null,
    runs: 40,
    shrinkMs: null,
    ...overrides,
  };
}

/** Runs of which nobody made any: what each came to is told by its place. One in seven breaks a law, one of two. */
export class ToldRuns {
  /** Places that were run, each time they were. */
  readonly places: number[] = [];
  readonly #told = new Set<string>();
  readonly #before: (at: number) => void;

  /** @param before called with each place, before its run is told of */
  constructor(before: (at: number) => void = () => undefined) {
    this.#before = before;
  }

  play: NightPorts['play'] = async ({ target, scenarios, seeds, isDone }: Play, listener, signal) => {
    let at = -1;
    for (const seed of seeds) {
      at += 1;
      if (isDone(at)) continue;
      if (signal.aborted) return;
      this.#before(at);
      this.places.push(at);
      const summary = this.#summary(at, seed, target, scenarios[at % scenarios.length] ?? '');
      if (summary.found) listener.onFinding?.(summary.found, undefined);
      listener.onRun?.(summary, { runs: this.places.length, failedRuns: 0 });
      await Promise.resolve();
    }
  };

  #summary(at: number, seed: string, target: string, scenario: string): RunSummary {
    const signature = at % 7 === 3 ? `live: shape ${Math.floor(at / 7) % 2}` : undefined;
    const isFirst = signature !== undefined && !this.#told.has(signature);
    if (signature !== undefined) this.#told.add(signature);
    const steps = 100 - at;
    return {
      at,
      seed,
      scenario,
      target,
      size: { tasks: 3, workers: 2, servers: 2 },
      strategy: at % 2 === 0 ? 'random' : 'pct',
      steps,
      elapsedMs: 1,
      hash: textOf(fingerprintOf(seed)),
      signature,
      divergences: [],
      reached: ['workflow → PENDING'],
      faults: at % 5 === 0 ? [['crash-worker', 1]] : [],
      claims: [],
      isCheckedTwice: false,
      sight: undefined,
      found: isFirst ? foundAt(at, seed, steps, signature) : undefined,
    };
  }
}

function foundAt(at: number, seed: string, steps: number, signature: string): FindingRecord {
  const strategy = at % 2 === 0 ? 'random' : 'pct';
  return findingRecord({
    signature,
    law: 'live',
    at,
    seed,
    strategy,
    count: 1,
    strategies: { [strategy]: 1 },
    seeds: [{ seed, steps }],
    shrunk: null,
  });
}

/** What a night is kept with: a real target for planted bugs, and runs that are told, not made. */
export function nightPorts(target: Target, runs: ToldRuns, overrides: Partial<NightPorts> = {}): NightPorts {
  return {
    target,
    scenarios: SCENARIOS,
    runCorpus: () => Promise.resolve([{ file: 'a.json', label: 'a', outcome: 'as it should', why: null }]),
    play: runs.play,
    simplify: () => Promise.resolve(null),
    grounds: () => ({ touched: new Map(), found: [] }),
    ...overrides,
  };
}
