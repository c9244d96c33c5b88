export { otherFailures } from './check.ts';
export { githubAnnotations } from './github-annotations.ts';
export { githubSummary } from './github-summary.ts';
export { junitXml } from './junit-xml.ts';
export { tapText } from './tap-text.ts';
