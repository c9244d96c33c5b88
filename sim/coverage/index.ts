export { Coverage, type CoverageFigures, type CurvePoint } from './coverage.ts';
export { Crossings } from './crossings.ts';
export { fingerprintOf, textOf } from './fingerprint.ts';
export { PartialOrder } from './partial-order.ts';
export { type Releases, ReleaseWatch } from './release-watch.ts';
export type { RunWatch } from './run-watch.ts';
