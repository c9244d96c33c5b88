export { checkHistory, HistoryDiffersError, type RecordedHistory } from './check-history.ts';
export { testEngine, type TestEngine, type TestEngineOptions, type TestRun } from './test-engine.ts';
export { UnansweredError } from './unanswered-error.ts';
