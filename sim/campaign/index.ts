export { buildId } from './build-id.ts';
export {
  campaign,
  type CampaignListener,
  type CampaignPlan,
  type CampaignResult,
  type Finding,
  type StrategyFigures,
} from './campaign.ts';
export { type CorpusEntry, CorpusError, readCorpus, writeKept } from './corpus.ts';
export type { Figures } from './figures.ts';
export { keep, type KeptFinding, type KeptOutcome, runKept } from './kept-finding.ts';
export { exploration, type ExplorationPlan, type ExplorationResult } from './exploration.ts';
export { detect, type Detection, type DetectionEffort, type DetectionPlan } from './detect.ts';
export { NondeterminismError, type RepeatedRun } from './nondeterminism-error.ts';
export { ForeignRecordingError, record, replay } from './replay.ts';
export { decodeToken, encodeToken, InvalidTokenError, OWN_CODE, type Recording } from './replay-token.ts';
export { run, type RunPlan, type RunResult, type Violation } from './run.ts';
export { shrinkRun, type ShrunkFinding, signatureOf } from './shrink-run.ts';
