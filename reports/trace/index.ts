export { comparisonPage, findingPage } from './pages.ts';
export type { ShownRun } from './describe-run.ts';
