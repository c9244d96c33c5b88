export { type Around, aroundOperations, aroundSweeps } from './around-calls.ts';
export { metrics, type Metrics, type MetricsOptions } from './metrics.ts';
export { type RunningServer, serve, type ServeOptions, type ServerLog } from './serve.ts';
export { reasonOf, StartupError, withoutSecrets } from './startup-error.ts';
export type { StorageOptions } from './storage.ts';
export { traced } from './tracing.ts';
