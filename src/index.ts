export {
  type Client,
  client,
  type ClientOptions,
  type StandaloneTaskHandle,
  type StartOptions,
  type StartTaskOptions,
  TaskEndedError,
  WorkflowEndedError,
  type WorkflowHandle,
} from './client/index.ts';
export {
  createEngine,
  createSweeps,
  EngineError,
  type EngineErrorCode,
  type EnginePorts,
  type Operations,
  type Sweeps,
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
  authentication,
  type CallOptions,
  connect,
  type Connection,
  type ConnectOptions,
  listen,
  type Listener,
  type ListenOptions,
  operationsOver,
  type Right,
  routes,
  RpcError,
  type RpcErrorCode,
  type Token,
  UnsafeListenError,
} from './rpc/index.ts';
export {
  CancelledError,
  ChildFailedError,
  type ChildHandle,
  type ChildOptions,
  DeterminismViolation,
  jsonCodec,
  type LogLine,
  NonRetryableError,
  OperationFailedError,
  type PayloadCodec,
  type PromiseOptions,
  PromiseRejectedError,
  PromiseTimedOutError,
  type ScheduleOptions,
  type Schema,
  task,
  type TaskContext,
  type TaskDefinition,
  TaskFailedError,
  type TaskHandle,
  type TimerHandle,
  ValidationError,
  workflow,
  WorkflowCancelledError,
  type WorkflowContext,
  type WorkflowDefinition,
} from './sdk/index.ts';
export { sweeper, type Sweeper, type SweeperOptions } from './server/index.ts';
export { migrate } from './store/index.ts';
export { worker, type Worker, type WorkerOptions } from './worker/index.ts';
