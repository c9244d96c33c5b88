import { parentPort, type MessagePort, workerData } from 'node:worker_threads';
import pg from 'pg';

/** What {@link Connector} gives to its thread. */
export type ConnectorData = {
  readonly config: pg.ClientConfig;
  /** Set to 1 and notified once a result was posted to `port`. */
  readonly signal: Int32Array;
  readonly port: MessagePort;
};

/** What the thread is told. */
export type ConnectorRequest =
  | { readonly kind: 'connect' }
  | { readonly kind: 'release'; readonly processId: number };

/** What a request to connect came to. */
export type Connected =
  | { readonly descriptor: number; readonly processId: number }
  | { readonly failure: string };

/**
 * What is used of a socket of Node's that its documentation does not promise; checked where it is used. It has been
 * there since Node 0.12.
 */
type SocketHandle = {
  readonly fd?: number;
  readStop?(): number;
  setBlocking?(isBlocking: boolean): number;
};

const { config, signal, port } = workerData as ConnectorData; // Connector gives exactly this

/** By their backends' processes. Kept, because a client that is collected closes its socket. */
const clients = new Map<number, ClientInside>();

parentPort?.on('message', (request: ConnectorRequest) => {
  if (request.kind === 'release') return release(request.processId);
  void connect().then((connected) => {
    port.postMessage(connected);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});
parentPort?.postMessage('ready');

/** Connects, and takes the socket away from the event loop for somebody who reads and writes it blocking. */
async function connect(): Promise<Connected> {
  const client = new pg.Client(config);
  client.on('error', () => undefined); // whoever uses the descriptor notices
  try {
    await client.connect();
    const inside = client as unknown as ClientInside; // checked as far as it may differ
    const { connection, processID } = inside;
    clients.set(processID, inside);
    const handle = connection.stream._handle;
    const descriptor = handle?.fd;
    if (handle?.readStop === undefined || handle.setBlocking === undefined || !isDescriptor(descriptor)) {
      return { failure: 'this connection cannot be read directly: it must be neither TLS nor on Windows' };
    }
    handle.readStop();
    handle.setBlocking(true);
    return { descriptor, processId: processID };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function release(processId: number): void {
  clients.get(processId)?.connection.stream.destroy();
  clients.delete(processId);
}

/** What is used of a client of pg's that its types do not tell. */
type ClientInside = {
  readonly connection: { readonly stream: { readonly _handle?: SocketHandle; destroy(): void } };
  readonly processID: number;
};

function isDescriptor(value: number | undefined): value is number {
  return value !== undefined && value >= 0;
}
