import { type Client, client, type ClientOptions } from '../client/index.ts';
import { systemClock, systemRandom } from '../ports/system/index.ts';
import { connect, type ConnectOptions } from '../rpc/index.ts';

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
} from '../client/index.ts';
export { EngineError, type EngineErrorCode } from '../engine/index.ts';
export { connect, type Connection, type ConnectOptions, RpcError, type RpcErrorCode } from '../rpc/index.ts';

export type ConnectClientOptions = Omit<ConnectOptions, 'baseUrl'> &
  Pick<ClientOptions, 'codec'> & {
    /** The server's URL; `http://127.0.0.1:7400` by default. */
    readonly server?: string;
  };

/** How long the server waits for a result before it is asked again, in milliseconds. */
const WAIT_MS = 20_000;

/** A client of a server. It connects when it is first used, and again whenever it has to; close it in the end. */
export function connectClient(options: ConnectClientOptions = {}): Client & { close(): void } {
  const { server = 'http://127.0.0.1:7400', codec, ...rest } = options;
  const operations = connect({ baseUrl: server, ...rest });
  const ports = { operations, clock: systemClock, random: systemRandom, waitMs: WAIT_MS };
  return { ...client({ ...ports, ...(codec ? { codec } : {}) }), close: () => operations.close() };
}
