export {
  type Client,
  client,
  type StartOptions,
  WorkflowFailedError,
  type WorkflowHandle,
} from './client/index.ts';
export {
  createEngine,
  EngineError,
  type EngineErrorCode,
  type EnginePorts,
  type Operations,
} from './engine/index.ts';
export type { Failure, Json, RetryPolicy, WorkflowEvent } from './events/index.ts';
export {
  type Clock,
  type Fiber,
  type Random,
  type Spawn,
  type Sql,
  SqlError,
  type SqlPool,
} from './ports/index.ts';
export { pglitePool, pgPool, systemClock, systemRandom, systemSpawn } from './ports/system/index.ts';
export {
  DeterminismViolation,
  NonRetryableError,
  type ScheduleOptions,
  task,
  type TaskContext,
  type TaskDefinition,
  TaskFailedError,
  type TaskHandle,
  workflow,
  type WorkflowContext,
  type WorkflowDefinition,
} from './sdk/index.ts';
export { migrate } from './store/index.ts';
export { worker, type Worker, type WorkerOptions } from './worker/index.ts';
