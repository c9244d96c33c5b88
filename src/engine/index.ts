export { createEngine, type EnginePorts } from './engine.ts';
export { EngineError, type EngineErrorCode } from './engine-error.ts';
export type {
  CompleteTaskRequest,
  EndTaskResponse,
  FailTaskRequest,
  GetEventsRequest,
  GetEventsResponse,
  Operations,
  PollRequest,
  PollTaskResponse,
  PollWorkflowResponse,
  StartWorkflowRequest,
  StartWorkflowResponse,
  SubmitCommandsRequest,
  SubmitCommandsResponse,
} from './operations.ts';
