export { answerLabel } from './answer-label.ts';
export { type RunningServer, serve, type ServeOptions, type ServerLog } from './serve.ts';
export { reasonOf } from './startup-error.ts';
export type { StorageOptions } from './storage.ts';
