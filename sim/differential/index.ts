export type { Difference } from './difference.ts';
export {
  differential,
  type DifferenceFinding,
  type DifferenceKind,
  type DifferentialListener,
  type DifferentialPlan,
  type DifferentialResult,
} from './differential.ts';
export type { Outcome, OutcomeStep } from './outcome.ts';
