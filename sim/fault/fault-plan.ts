import type { Nemesis } from '../kernel/index.ts';
import { type FaultName, isFaultName } from './fault.ts';

/** Which faults may happen in a run, and how many altogether. */
export type FaultScope = { readonly names: readonly FaultName[]; readonly most: number };

/** The scope of faults that are given by name, as far as this build knows them; undefined if none may happen. */
export function faultScope(names: readonly string[], most: number): FaultScope | undefined {
  const known = names.filter(isFaultName);
  return known.length > 0 ? { names: known, most } : undefined;
}

/** Faults that may happen in a run, with how likely they are. The scope decides what can be chosen, the rest what is. */
export type FaultPlan = FaultScope & {
  /** How likely a fault happens at a step at which one could. */
  readonly rate: number;
  /** How much more likely one is than another, in the order of the names. */
  readonly weights: readonly number[];
};

const NONE: ReadonlySet<string> = new Set();

/** Keeps a run within a scope: no other faults, and no more of them. */
export class FaultBudget implements Nemesis {
  readonly #names: ReadonlySet<string>;
  readonly blows: Nemesis['blows'];
  readonly #isCalm: () => boolean;
  #left: number;

  /**
   * @param blows what could happen besides what can go wrong with a step
   * @param isCalm whether nothing may go wrong just now
   */
  constructor({ names, most }: FaultScope, blows: Nemesis['blows'], isCalm: () => boolean) {
    this.#names = new Set(names);
    this.#left = most;
    this.blows = blows;
    this.#isCalm = isCalm;
  }

  allowed(): ReadonlySet<string> {
    return this.#left > 0 && !this.#isCalm() ? this.#names : NONE;
  }

  happened(): void {
    this.#left -= 1;
  }
}
