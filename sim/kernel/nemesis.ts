import type { Performed } from './step.ts';

/** A fault that happens to no step in particular: a crash, a jump of the clock. */
export type Blow = {
  /** Name of the fault. */
  readonly fault: string;
  /** What would happen, and to whom. The same words for the same blow. */
  readonly label: string;
  /** Lets it happen. Nobody is handed an outcome. */
  perform(): Omit<Performed<unknown>, 'outcome'>;
};

/** Whoever decides what could go wrong in a run. Whether it does is a choice like any other. */
export type Nemesis = {
  /** Names of the faults that may happen now. */
  allowed(): ReadonlySet<string>;
  /** All blows that could fall now. @param allowed those of other faults can be left out */
  blows(allowed: ReadonlySet<string>): readonly Blow[];
  /** Told of each fault that happens. */
  happened(fault: string): void;
};
