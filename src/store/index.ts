export { claimIdempotencyKey } from './idempotency-key.ts';
export { migrate, type Migration, migrations } from './migrate.ts';
export {
  type Attempt,
  type ClaimedTask,
  claimTask,
  completeAttempt,
  failAttempt,
  insertTasks,
  lockTask,
  retryAttempt,
} from './task-execution.ts';
export { appendEvents, selectEvents } from './workflow-event.ts';
export {
  claimWorkflow,
  endActivation,
  insertWorkflow,
  lockWorkflow,
  lockWorkflowOfTask,
  wakeWorkflow,
  workflowExists,
} from './workflow-execution.ts';
