export { type SimulateFaults, type SimulateOptions, SimulateOptionsError } from './options.ts';
export type { SimulateFailure, SimulateResult } from './result.ts';
export type { SimulateRun } from './run-body.ts';
export { UnhandledRejectionError } from './rejection-watch.ts';
export { simulate } from './simulate.ts';
export { UnfinishedError } from './unfinished-error.ts';
export { type ActorBody, MAIN, type SimulateWorld } from './world.ts';
