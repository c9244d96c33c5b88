export { chooseReporters, type ReporterFlags, soleReporter } from './choose-reporters.ts';
export { chooseDifferentialReporter, differentialJson } from './differential-reporter.ts';
export { chooseExploreReporter, exploreJson, type ExploreProgress } from './explore-reporter.ts';
export type { Reporter } from './reporter.ts';
export { REPORTERS } from './reporters.ts';
