export { type ActivationResult, activate, type AnyWorkflow } from './activation.ts';
export { DeterminismViolation } from './determinism-violation.ts';
export { NonRetryableError, task, type TaskContext, type TaskDefinition, TaskFailedError } from './task.ts';
export {
  type ScheduleOptions,
  type TaskHandle,
  workflow,
  type WorkflowContext,
  type WorkflowDefinition,
} from './workflow.ts';
