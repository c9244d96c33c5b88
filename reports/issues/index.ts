export { type Issue, type IssueAction, planIssues } from './plan-issues.ts';
