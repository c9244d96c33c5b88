export { type CallType, DeterminismViolation } from './determinism-violation.ts';
export {
  CancelledError,
  ChildFailedError,
  NonRetryableError,
  OperationFailedError,
  PromiseRejectedError,
  PromiseTimedOutError,
  TaskFailedError,
  WorkflowCancelledError,
} from './errors.ts';
export { jsonCodec, type PayloadCodec, type Schema, validated, ValidationError } from './payload.ts';
export { replayHistory } from './replay-history.ts';
export { task, type TaskContext, type TaskDefinition } from './task.ts';
export {
  type CallArguments,
  type ChildHandle,
  type ChildOptions,
  type PromiseOptions,
  type ScheduleOptions,
  type TaskHandle,
  type TimerHandle,
  workflow,
  type WorkflowContext,
  type WorkflowDefinition,
} from './workflow.ts';
export type { LogLine } from './workflow-calls.ts';
export { type ActivationResult, activate, type AnyWorkflow, WorkflowRun } from './workflow-run.ts';
