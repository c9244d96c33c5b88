import type { Interceptor } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import type { Operations } from '../engine/index.ts';
import { operationsOver } from './client.ts';

export type ConnectOptions = {
  /** Of the server: `http://…` for HTTP/2 as it is, `https://…` for HTTP/2 over TLS. */
  readonly baseUrl: string;
  /** Bearer token, sent with every call. */
  readonly token?: string;
  /** How long a call may take, in milliseconds, besides what its request has the server wait; 30 s by default. */
  readonly timeoutMs?: number;
  /** Whom to trust over TLS, as PEM; the system's authorities by default. */
  readonly ca?: string;
};

/** A connection, which opens when it is needed, and again when it was lost. */
export type Connection = Operations & {
  /** Ends what is under way, and the connection. */
  close(): void;
};

/** How long a connection may be silent while calls are under way before the server is asked whether it is there. */
const PING_MS = 15_000;

/** Connects to a server, with gRPC over HTTP/2. Nothing is sent before the first call. */
export function connect({ baseUrl, token, timeoutMs = 30_000, ca }: ConnectOptions): Connection {
  const closing = new AbortController();
  const sessions = new Http2SessionManager(
    baseUrl,
    { pingIntervalMs: PING_MS, pingTimeoutMs: PING_MS },
    ca === undefined ? {} : { ca },
  );
  const interceptors = token === undefined ? [] : [bearer(token)];
  const transport = createGrpcTransport({ baseUrl, sessionManager: sessions, interceptors });
  return {
    ...operationsOver(transport, { timeoutMs, signal: closing.signal }),
    close() {
      closing.abort();
      sessions.abort();
    },
  };
}

function bearer(token: string): Interceptor {
  return (next) => (call) => {
    call.header.set('authorization', `Bearer ${token}`);
    return next(call);
  };
}
