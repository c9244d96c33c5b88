export { conformanceSummary, type ConformanceTextOptions, outcomeText } from './conformance-text.ts';
export { differenceText } from './difference-text.ts';
export { divergenceText } from './divergence-text.ts';
export { failureText, type FailureTextOptions } from './failure-text.ts';
export { type FindingTextOptions, plural, replayCommand, violationText } from './finding-text.ts';
export { type Paint, paintFor } from './paint.ts';
export { scoreboardSummary, scoreText } from './scoreboard-text.ts';
export { shrunkText } from './shrunk-text.ts';
export { comparisonPage, findingPage, type ShownRun } from './trace/index.ts';
