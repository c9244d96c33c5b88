export { type Command, DEFAULT_RETRY, type Outcome, type RetryPolicy } from './command.ts';
export { describeFailure, type Failure } from './failure.ts';
export { asJson, type Json } from './json.ts';
export { isTaskEnded, isWorkflowEnded, type TaskStatus, type WorkflowStatus } from './status.ts';
export {
  type EventBody,
  type EventType,
  TERMINAL_TASK_EVENTS,
  TERMINAL_WORKFLOW_EVENTS,
  type WorkflowEvent,
} from './workflow-event.ts';
