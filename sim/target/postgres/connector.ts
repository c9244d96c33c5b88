import { extname } from 'node:path';
import { MessageChannel, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import type { ClientConfig } from 'pg';
import { startThread } from '../../kernel/index.ts';
import type { Line } from './connection.ts';
import type { Connected, ConnectorData, ConnectorRequest } from './connector-thread.ts';

/** This module's own ending: it is run from its sources, or built. */
const THREAD = `./connector-thread${extname(import.meta.url)}`;

/**
 * Opens connections for a thread that cannot wait for anything but by being blocked. Authentication is left to `pg`, in
 * a thread of its own; the socket is then used from here, since descriptors belong to the process.
 */
export class Connector {
  readonly #worker: Worker;
  readonly #signal: Int32Array;
  readonly #channel: MessageChannel;

  private constructor(worker: Worker, signal: Int32Array, channel: MessageChannel) {
    this.#worker = worker;
    this.#signal = signal;
    this.#channel = channel;
  }

  /** @throws {Error} when the thread cannot be started. */
  static async start(config: ClientConfig): Promise<Connector> {
    const channel = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const workerData: ConnectorData = { config, signal, port: channel.port2 };
    const worker = startThread(new URL(THREAD, import.meta.url), {
      workerData,
      transferList: [channel.port2],
    });
    channel.port1.unref();
    await new Promise((resolve, reject) => {
      worker.once('message', resolve); // it is ready
      worker.once('error', reject);
    });
    worker.unref();
    return new Connector(worker, signal, channel);
  }

  /**
   * Opens a connection; this thread is blocked until it is there.
   *
   * @throws {Error} with the server's reason
   */
  connect(): Line {
    Atomics.store(this.#signal, 0, 0);
    this.#worker.postMessage({ kind: 'connect' } satisfies ConnectorRequest);
    Atomics.wait(this.#signal, 0, 0);
    const received = receiveMessageOnPort(this.#channel.port1);
    const connected = received?.message as Connected | undefined; // the thread posts nothing else
    if (connected === undefined) throw new Error('no connection came from the thread that opens them');
    if ('failure' in connected) throw new Error(`cannot connect to PostgreSQL: ${connected.failure}`);
    return connected;
  }

  /** Closes a connection, which nobody uses from now on. It is not waited for. */
  release({ processId }: Line): void {
    this.#worker.postMessage({ kind: 'release', processId } satisfies ConnectorRequest);
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
