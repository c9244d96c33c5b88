export {
  type Command,
  DEFAULT_RETRY,
  type FireTime,
  type OperationResult,
  type Outcome,
  type RetryPolicy,
  type ScheduleTask,
  type StartChild,
} from './command.ts';
export { describeFailure, type Failure } from './failure.ts';
export { asJson, type Json } from './json.ts';
export {
  type ChildStatus,
  isTaskEnded,
  isWorkflowEnded,
  type PromiseStatus,
  type TaskStatus,
  type TimerStatus,
  WORKFLOW_STATUSES,
  type WorkflowStatus,
} from './status.ts';
export {
  type EventBody,
  type EventType,
  TERMINAL_TASK_EVENTS,
  TERMINAL_WORKFLOW_EVENTS,
  type WorkflowEvent,
} from './workflow-event.ts';
