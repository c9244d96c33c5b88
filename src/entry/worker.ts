import { systemClock, systemRandom, systemSpawn } from '../ports/system/index.ts';
import { connect, type ConnectOptions } from '../rpc/index.ts';
import { type Worker, worker, type WorkerOptions } from '../worker/index.ts';

export { type AnyTask, type Worker, worker, type WorkerOptions } from '../worker/index.ts';
export { connect, type Connection, type ConnectOptions } from '../rpc/index.ts';

export type ConnectWorkerOptions = Omit<ConnectOptions, 'baseUrl'> &
  Partial<Omit<WorkerOptions, 'operations' | 'clock' | 'spawn'>> & {
    /** The server's URL; `http://127.0.0.1:7400` by default. */
    readonly server?: string;
  };

/** How long the server waits for work before it is asked again, in milliseconds. */
const WAIT_MS = 20_000;

/**
 * A worker of a server: `await connectWorker({ workflows, tasks }).run()`. It serves the queue `default` unless told
 * otherwise, and has a random name unless given one. Once it was stopped, and has finished, its connection is closed.
 */
export function connectWorker(options: ConnectWorkerOptions): Worker {
  const { server = 'http://127.0.0.1:7400', token, timeoutMs, ca, ...rest } = options;
  const operations = connect({
    baseUrl: server,
    ...(token === undefined ? {} : { token }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(ca === undefined ? {} : { ca }),
  });
  const working = worker({
    name: systemRandom.uuid(),
    queues: ['default'],
    workflows: [],
    tasks: [],
    waitMs: WAIT_MS,
    ...rest,
    operations,
    clock: systemClock,
    spawn: systemSpawn,
  });
  return { ...working, run: () => working.run().finally(() => operations.close()) };
}
