import type { Chooser, Option, RandomStream } from '../kernel/index.ts';
import type { FaultPlan } from './fault-plan.ts';

/** A chooser that lets a fault happen now and then, as a plan says, and leaves the rest to another one. */
export function withFaults(chooser: Chooser, random: RandomStream, plan: FaultPlan): Chooser {
  const weightOf = new Map<string | undefined, number>(
    plan.names.map((name, index) => [name, plan.weights[index] ?? 1]),
  );

  /** One of the faults on offer: first which kind, by weight, then which of that kind. */
  const pick = (faults: readonly Option[]): Option | undefined => {
    const kinds = [...new Set(faults.map(({ fault }) => fault))];
    let drawn = random.fraction() * kinds.reduce((sum, kind) => sum + (weightOf.get(kind) ?? 0), 0);
    const kind = kinds.find((each) => (drawn -= weightOf.get(each) ?? 0) < 0) ?? kinds[0];
    const ofKind = faults.filter(({ fault }) => fault === kind);
    return ofKind[random.below(ofKind.length)];
  };

  return {
    ...(chooser.name === undefined ? {} : { name: chooser.name }),
    choose(decision) {
      const { options, plain } = decision;
      if (options.length > plain && random.fraction() < plan.rate) {
        const fault = pick(options.slice(plain));
        if (fault) return options.indexOf(fault);
      }
      return plain === 1 ? 0 : chooser.choose(decision);
    },
    willStep: (option) => chooser.willStep?.(option),
  };
}
