import { createSecureServer, createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { isIPv4, isIPv6, type Socket } from 'node:net';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import type { Operations } from '../engine/index.ts';
import type { Clock } from '../ports/index.ts';
import { systemClock } from '../ports/system/index.ts';
import { authentication } from './authentication.ts';
import { withReadableStatus } from './readable-status.ts';
import { type OnError, routes } from './router.ts';
import type { Token } from './token.ts';

export type ListenOptions = {
  readonly operations: Operations;
  /** `127.0.0.1` by default: whoever is on this machine. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Key and certificate as PEM. Without them HTTP/2 is spoken as it is. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Who may call; everybody who can reach the port, if absent. */
  readonly tokens?: readonly Token[];
  /** Lets a server listen beyond this machine without TLS, for example behind a proxy that ends it. */
  readonly insecure?: boolean;
  /** Largest request, in bytes; 4 MiB by default. */
  readonly maxRequestBytes?: number;
  /** Told of failures that are not the caller's. */
  readonly onError?: OnError;
  readonly clock?: Clock;
};

export type Listener = {
  /** Where clients connect to. */
  readonly url: string;
  /**
   * Takes no new calls, waits until those under way are answered, and ends what is left of them.
   *
   * @param graceMs how long to wait at most, in milliseconds
   */
  close(graceMs: number): Promise<void>;
};

/** A server was to be open to everybody. */
export class UnsafeListenError extends Error {
  override readonly name = 'UnsafeListenError';
}

const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** Calls under way on one connection. */
const MAX_STREAMS = 1_000;

/**
 * Serves operations over HTTP/2 to any client of gRPC, gRPC-Web or Connect.
 *
 * @throws {UnsafeListenError} beyond this machine without tokens, or without TLS unless that is said to be meant.
 * @throws {EngineError} INVALID_ARGUMENT for tokens that are configured wrongly.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { operations, host = '127.0.0.1', port = 0, tls, tokens, onError, clock = systemClock } = options;
  refuseUnsafe(host, options);
  const adapter = connectNodeAdapter({
    routes: routes(operations, onError),
    interceptors: tokens === undefined ? [] : [authentication(tokens)],
    readMaxBytes: options.maxRequestBytes ?? MAX_REQUEST_BYTES,
  });
  const handle = withReadableStatus(adapter);
  const settings = { maxConcurrentStreams: MAX_STREAMS };
  const server = tls ? createSecureServer({ ...tls, settings }, handle) : createServer({ settings }, handle);
  const sockets = everyOne<Socket>(server, 'connection');
  const sessions = everyOne<ServerHttp2Session>(server, 'session');
  await started(server, host, port);
  return {
    url: urlOf(server, host, tls !== undefined),
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      const grace = clock.alarm(graceMs);
      await Promise.race([closed, grace.rung]);
      grace.ring();
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function refuseUnsafe(host: string, { tls, tokens = [], insecure = false }: ListenOptions): void {
  if (host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))) return;
  const missing = [
    ...(tokens.length > 0 ? [] : ['tokens']),
    ...(tls !== undefined || insecure ? [] : ['TLS (or insecure: true)']),
  ];
  if (missing.length === 0) return;
  throw new UnsafeListenError(
    `refused to listen on ${host || 'every address'} without ${missing.join(' and ')}: add that, or listen on 127.0.0.1`,
  );
}

/** What a server has opened and what has not closed since. */
function everyOne<Closing extends Socket | ServerHttp2Session>(
  server: Http2Server,
  event: 'connection' | 'session',
): ReadonlySet<Closing> {
  const open = new Set<Closing>();
  server.on(event, (one: Closing) => {
    open.add(one);
    one.once('close', () => open.delete(one));
  });
  return open;
}

function started(server: Http2Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Http2Server, host: string, isSecure: boolean): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`listens on ${address}, which is no port`);
  return `${isSecure ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${address.port}`;
}
