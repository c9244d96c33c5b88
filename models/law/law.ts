import type { Evidence } from './evidence.ts';

/** What breaks a law, in one run. */
export type Witness = {
  /** One sentence that names what is there and what should be. */
  readonly sentence: string;
  /** Ids of the workflows and tasks it is about. */
  readonly subjects: readonly string[];
  /** The sentence without its names: two witnesses with the same shape are the same failure. */
  readonly shape: string;
};

/** Something that must hold in every run. */
export type Law = {
  readonly name: string;
  /** The law in one sentence. */
  readonly statement: string;
  /** Whether it speaks of a run that is over: of one that is under way it would say nothing that means anything. */
  readonly isOfTheEnd?: true;
  /** @returns the first witness against it, or undefined if it held. */
  check(evidence: Evidence): Witness | undefined;
};
