export { Coverage, type CoverageFigures, type CoveragePart, isWatched } from './coverage.ts';
export { Crossings, type CrossingsPart } from './crossings.ts';
export {
  type Fingerprint,
  fingerprintOf,
  NOTHING,
  readFingerprint,
  textOf,
  together,
} from './fingerprint.ts';
export { PartialOrder } from './partial-order.ts';
export { type Releases, ReleaseWatch } from './release-watch.ts';
export { type RunSight, RunWatch } from './run-watch.ts';
export { Sightings, type SightingsPart } from './sightings.ts';
export { StepOrders } from './step-orders.ts';
