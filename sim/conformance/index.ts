export type { DiffLine, Difference } from './compare.ts';
export { conformance, type ConformancePlan, type SpecOutcome } from './conformance.ts';
export type { KnownDifference } from './known-differences.ts';
export { findSpecs, type SpecFile } from './spec-files.ts';
