export {
  campaign,
  type CampaignListener,
  type CampaignPlan,
  decodeToken,
  encodeToken,
  NondeterminismError,
  type Recording,
  record,
  replay,
  run,
  recordOf,
  type RunPlan,
  type RunResult,
  type RunSummary,
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
export { type CampaignHeading, CampaignPart, CampaignRecord, FindingRecord } from './record/index.ts';
