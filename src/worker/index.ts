export { Nap } from './nap.ts';
export type { AnyTask } from './run-task.ts';
export { worker, type Worker, type WorkerOptions } from './worker.ts';
