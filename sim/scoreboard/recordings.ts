import { exposureOf, type Mutant, recorder, type Seen, SHOWS } from '../../models/mutant/index.ts';
import { detect } from '../campaign/index.ts';
import { type Scenario, SCENARIOS } from '../scenario/index.ts';
import type { Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';

/** What a few runs of a scenario sent. */
export type Recording = {
  readonly scenario: Scenario;
  readonly seen: Seen;
  /** Steps of all these runs: what they cost. */
  readonly steps: number;
};

/** How many have the most turns. */
const FEW = 4;

/** Of each strategy. Enough to see what a scenario sends as a rule, and some of what only faults make it send. */
const RUNS = 4;

/** How scenarios are run to see what they send. */
export type RecordingEffort = {
  readonly strategies: readonly Strategy[];
  /** Grows the seeds of all runs. */
  readonly seed: string;
  readonly signal: AbortSignal;
};

/** Sees what every scenario sends, in a few runs, with anything that can go wrong. @returns undefined if interrupted */
export async function recordScenarios(
  target: Target,
  { strategies, seed, signal }: RecordingEffort,
): Promise<readonly Recording[] | undefined> {
  const recordings: Recording[] = [];
  for (const scenario of SCENARIOS) {
    const { planted: defect, seen } = recorder();
    let steps = 0;
    for (const strategy of strategies) {
      const effort = { strategy, faults: 'swarm', seed: `${seed}/recorded`, mostRuns: RUNS, signal } as const;
      steps += (await detect(target, { defect, scenarios: [scenario] }, effort)).steps;
    }
    if (signal.aborted) return undefined;
    recordings.push({ scenario, seen, steps });
  }
  return recordings;
}

/**
 * Scenarios that can show a mutant, in the order in which they take turns: those that send what is wrong with it, and most
 * often those that send it most for what they cost. One of which it is known that it shows the mutant has every other turn.
 * None where no scenario sends it.
 */
export function turnsFor(mutant: Mutant, recordings: readonly Recording[]): readonly Scenario[] {
  const best = recordings
    .map(({ scenario, seen, steps }) => ({ scenario, worth: exposureOf(mutant, seen) / steps }))
    .filter(({ worth }) => worth > 0)
    .toSorted((one, other) => other.worth - one.worth)
    .map(({ scenario }) => scenario);
  const known = SCENARIOS.filter(({ name }) => name === SHOWS[mutant.name]);
  return known.length === 0
    ? inTurns(best)
    : [...known, ...inTurns(best).flatMap((each) => [each, ...known])];
}

function inTurns(best: readonly Scenario[]): readonly Scenario[] {
  const turns: Scenario[] = [];
  for (let round = 1; ; round += 1) {
    // The first four each time, the next four every other time, the next eight every fourth time, and so on.
    const size = FEW * (round & -round);
    turns.push(...best.slice(0, size));
    if (size >= best.length) return turns;
  }
}
