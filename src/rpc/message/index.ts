export { command, outcome } from './command.ts';
export { event } from './event.ts';
export { requiredFailure, storedFailure } from './failure.ts';
export { retryPolicy } from './retry-policy.ts';
export { schedule, scheduleRun } from './schedule.ts';
export { priority, workflowStatus, workflowSummary } from './workflow-summary.ts';
