export { actorsIn } from './actors.ts';
export { type Attempt, type Candidate, compareCosts } from './candidate.ts';
export type { Budget } from './search.ts';
export { shrink, type Shrunk, type ShrinkPlan } from './shrink.ts';
export { Trial } from './trial.ts';
