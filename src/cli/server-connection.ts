import { EngineError } from '../engine/index.ts';
import { connect, type Connection } from '../rpc/index.ts';
import type { Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_PORT = 7400;

/** Where a server listens unless told otherwise. */
export const DEFAULT_SERVER = `http://127.0.0.1:${DEFAULT_PORT}`;

/** A connection to the server that the settings name. Nothing is sent yet. */
export function serverConnection(settings: Settings): {
  readonly url: string;
  readonly connection: Connection;
} {
  const url = settings.url('server', ['http:', 'https:'], DEFAULT_SERVER) ?? DEFAULT_SERVER;
  const token = settings.file('token-file')?.text.trim() ?? settings.text('token');
  if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
    throw new UsageError('the token is no bearer token: those have letters, digits and -._~+/ alone');
  }
  const ca = settings.file('tls-ca');
  if (ca && !ca.text.includes('-----BEGIN ')) throw new UsageError(`${ca.name} is not PEM`);
  if (ca && !url.startsWith('https:'))
    throw new UsageError(`${ca.name} is for a server with https, not ${url}`);
  const connection = connect({
    baseUrl: url,
    ...(token === undefined ? {} : { token }),
    ...(ca === undefined ? {} : { ca: ca.text }),
  });
  return { url, connection };
}

/** Whether a server will refuse whatever this process asks for: its token is missing, unknown or not good for that. */
export function isRefusedForGood(error: unknown): error is EngineError {
  return (
    error instanceof EngineError && (error.code === 'UNAUTHENTICATED' || error.code === 'PERMISSION_DENIED')
  );
}
