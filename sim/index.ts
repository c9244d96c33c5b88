export {
  campaign,
  type CampaignListener,
  type CampaignPlan,
  type CampaignResult,
  decodeToken,
  encodeToken,
  type Finding,
  NondeterminismError,
  type Recording,
  record,
  replay,
  run,
  type RunPlan,
  type RunResult,
} from './campaign/index.ts';
export { EscapedSimulationError, RandomRoot, Simulation } from './kernel/index.ts';
export { ENGINE_SCHEMA, SCENARIOS, type Scenario, type Size } from './scenario/index.ts';
export {
  type ActorBody,
  simulate,
  type SimulateFaults,
  type SimulateFailure,
  type SimulateOptions,
  SimulateOptionsError,
  type SimulateResult,
  type SimulateRun,
  type SimulateWorld,
  UnfinishedError,
  UnhandledRejectionError,
} from './simulate/index.ts';
export { ReplayDivergedError, STRATEGIES, type Strategy } from './strategy/index.ts';
export { PGliteTarget, PostgresTarget, type PostgresTargetOptions, type Target } from './target/index.ts';
