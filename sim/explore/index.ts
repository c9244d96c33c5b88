export { type Bounds, EARLY_TIME } from './bounds.ts';
export { ChainWatch } from './chains.ts';
export { countSchedules } from './count-schedules.ts';
export { explore, type ExploreListener, type ExplorePlan, type Verdict } from './explore.ts';
export { PrunedRun, SearchDivergedError } from './pruned-run.ts';
export { Search } from './search.ts';
export type { Counts, SearchState } from './search-state.ts';
