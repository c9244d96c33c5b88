export { githubAnnotations, githubSummary, junitXml, tapText } from './campaign/index.ts';
export { conformanceSummary, type ConformanceTextOptions, outcomeText } from './conformance-text.ts';
export { differenceText } from './difference-text.ts';
export { divergenceText } from './divergence-text.ts';
export {
  chromeTrace,
  type ChromeArgs,
  type ChromeEvent,
  type ChromeTrace,
  type ExportedRun,
  mermaidDiagram,
  shivizLog,
} from './export/index.ts';
export { failureText, type FailureTextOptions } from './failure-text.ts';
export { replayCommand } from '../sim/campaign/index.ts';
export { findingRecordText } from './finding-record-text.ts';
export { type FindingTextOptions, plural, violationText } from './finding-text.ts';
export { type Paint, paintFor } from './paint.ts';
export {
  excusesText,
  type OutOfReach,
  scoreboardSummary,
  type ScoreLayout,
  scoreOfAll,
  scoreText,
} from './scoreboard-text.ts';
export { shrunkText } from './shrunk-text.ts';
export { comparisonPage, findingPage, type ShownRun } from './trace/index.ts';
