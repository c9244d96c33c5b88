import { toStringMethod } from 'fast-check';
import type { FaultName, FaultScope } from '../fault/index.ts';
import type { Chooser, Decision } from '../kernel/index.ts';

/** Something that goes wrong in a run. */
export type PlannedFault = {
  readonly fault: FaultName;
  /**
   * How many chances it lets pass. It happens to a step that is about to be taken, and leaves the order of steps as it
   * is; a chance is a step that it could happen to, or any decision where it happens to nobody's step, as a crash does.
   */
  readonly after: number;
  /** Whom it happens to, where that is not whoever's step it is: which one, round and round. */
  readonly whom: number;
};

/** What goes wrong in a run, decided before it is run. It fits every run: what there is no place for does not happen. */
export class PlannedFaults {
  readonly faults: readonly PlannedFault[];

  /** @throws {RangeError} for a fault that no run has a place for. */
  constructor(faults: readonly PlannedFault[]) {
    for (const { after, whom } of faults) {
      if (Number.isSafeInteger(after) && after >= 0 && Number.isSafeInteger(whom) && whom >= 0) continue;
      throw new RangeError(`after and whom are whole numbers from 0 on, not ${after} and ${whom}`);
    }
    this.faults = faults;
  }

  /** What a run must let happen for them; undefined if nothing goes wrong. */
  get scope(): FaultScope | undefined {
    const names = [...new Set(this.faults.map(({ fault }) => fault))];
    return names.length === 0 ? undefined : { names, most: this.faults.length };
  }

  /** A chooser for one run that lets them happen, and leaves the rest to another one. */
  chooser(inner: Chooser): Chooser {
    const passed = new Map<string, number>();
    let left = this.faults;

    const due = (decision: Decision, index: number): number | undefined => {
      const offered = offeredAt(decision, index);
      const next = left.find(({ fault, after }) => offered.has(fault) && (passed.get(fault) ?? 0) >= after);
      for (const fault of offered.keys()) passed.set(fault, (passed.get(fault) ?? 0) + 1);
      const indexes = next && offered.get(next.fault);
      if (!indexes) return undefined;
      left = left.filter((each) => each !== next);
      return indexes[next.whom % indexes.length];
    };

    return {
      ...(inner.name === undefined ? {} : { name: inner.name }),
      choose: (decision) => {
        const index = decision.plain === 1 ? 0 : inner.choose(decision);
        return due(decision, index) ?? index;
      },
      willStep: (option) => inner.willStep?.(option),
    };
  }

  /** As they can be pasted, for `examples`. */
  toString(): string {
    const all = this.faults.map(
      ({ fault, after, whom }) => `{ fault: '${fault}', after: ${after}, whom: ${whom} }`,
    );
    return `faultsOf([${all.join(', ')}])`;
  }

  [toStringMethod](): string {
    return this.toString();
  }
}

/** These faults, for `examples`: those of a report can be pasted. */
export function faultsOf(faults: readonly PlannedFault[]): PlannedFaults {
  return new PlannedFaults(faults);
}

/** Where those faults are among the options of a decision that could happen to a step, or to nobody's. */
function offeredAt({ options, plain }: Decision, step: number): ReadonlyMap<string, readonly number[]> {
  const offered = new Map<string, number[]>();
  const taken = options[step]?.request;
  for (const [index, { fault, request }] of options.entries()) {
    if (index < plain || fault === undefined || (request !== taken && request >= 0)) continue;
    const indexes = offered.get(fault);
    if (indexes) indexes.push(index);
    else offered.set(fault, [index]);
  }
  return offered;
}
