import { host } from '../kernel/index.ts';
import { parseCount, parseSeeds, seedsFrom } from './parse.ts';
import { UsageError } from '../../src/cli/index.ts';

const DEFAULT_RUNS = 1_000;

/** The flags that say which seeds are run. */
export type SeedFlags = {
  readonly seed?: string;
  readonly seeds?: string;
  readonly runs?: string;
  readonly for?: string;
};

/** The seeds of a campaign, as often as they are asked for, and how to name them. @throws {UsageError} when the flags do not fit. */
export function seedsOf({ seed, seeds, runs, for: budget }: SeedFlags): {
  title: string;
  seeds: Iterable<string>;
} {
  if (seeds !== undefined) {
    if (seed !== undefined || runs !== undefined)
      throw new UsageError('--seeds goes without --seed and --runs');
    parseSeeds(seeds); // refuses, if it does
    return {
      title: `--seeds ${seeds}`,
      seeds: { [Symbol.iterator]: () => parseSeeds(seeds)[Symbol.iterator]() },
    };
  }
  const base = seed ?? host.randomBytes(4).toString('hex');
  if (!/^[\w./-]{1,64}$/.test(base)) {
    throw new UsageError('--seed takes up to 64 letters, digits and any of . / - _');
  }
  const unbounded = budget === undefined ? DEFAULT_RUNS : Number.MAX_SAFE_INTEGER;
  const count = runs === undefined ? unbounded : parseCount('--runs', runs);
  return {
    title: `--seed ${base}`,
    seeds: { [Symbol.iterator]: () => seedsFrom(base, count)[Symbol.iterator]() },
  };
}
