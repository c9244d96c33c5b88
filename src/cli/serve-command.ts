import { z } from 'zod';
import { systemClock, systemRandom, systemSpawn } from '../ports/system/index.ts';
import type { Token } from '../rpc/index.ts';
import { serve, type StorageOptions } from '../serve/index.ts';
import { LOG_LEVELS, stderrLog } from './log.ts';
import type { Settings } from './settings.ts';
import { untilStopped } from './until-stopped.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_PORT = 7400;
const MAX_PORT = 65_535;
const MAX_CONNECTIONS = 1_000;
const DAY_MS = 86_400_000;

/** Runs a server until it is asked to stop. @returns the exit code. */
export async function serveCommand(settings: Settings): Promise<number> {
  const level = settings.oneOf('log-level', LOG_LEVELS) ?? 'info';
  const graceMs = settings.duration('grace', 0, DAY_MS) ?? 10_000;
  const metricsPort = settings.number('metrics-port', 0, MAX_PORT);
  const natsUrl = settings.url('nats', ['nats:', 'tls:'], 'nats://host:4222');
  const tls = tlsOf(settings);
  const tokens = tokensOf(settings);
  const options = {
    storage: storageOf(settings),
    host: settings.text('host') ?? '127.0.0.1',
    port: settings.number('port', 0, MAX_PORT) ?? DEFAULT_PORT,
    insecure: settings.isSet('insecure'),
    ...(tls ? { tls } : {}),
    ...(tokens ? { tokens } : {}),
    ...(natsUrl === undefined ? {} : { natsUrl }),
    ...(metricsPort === undefined ? {} : { metricsPort }),
  };
  const log = stderrLog(level, systemClock, 'skein');
  const stop = untilStopped((signal) => log.info({ signal, graceMs }, 'stopping'));
  try {
    const ports = { clock: systemClock, random: systemRandom, spawn: systemSpawn };
    const server = await serve({ ...options, ...ports, log });
    const { url, metricsUrl } = server;
    log.info({ url, metricsUrl, storage: options.storage.type }, `serving on ${url}`);
    const code = await stop.asked;
    await server.close(graceMs);
    log.info({}, 'stopped');
    return code;
  } finally {
    stop.forget();
  }
}

function storageOf(settings: Settings): StorageOptions {
  const url = settings.given('database-url');
  const folder = settings.given('data');
  if (url && folder && url.isFlag === folder.isFlag) {
    throw new UsageError(`${folder.source} and ${url.source} exclude each other: give one`);
  }
  const connections = settings.number('connections', 1, MAX_CONNECTIONS);
  if (!url || (folder?.isFlag && !url.isFlag)) {
    return { type: 'FOLDER', folder: folder?.text ?? 'skein-data' };
  }
  const text = settings.url('database-url', ['postgres:', 'postgresql:'], 'postgres://user@host/database');
  return { type: 'POSTGRES', url: text ?? url.text, connections: connections ?? 10 };
}

function tlsOf(settings: Settings): { readonly key: string; readonly cert: string } | undefined {
  const key = settings.file('tls-key');
  const cert = settings.file('tls-cert');
  if (!key && !cert) return undefined;
  if (!key || !cert) throw new UsageError('--tls-key and --tls-cert belong together: give both');
  for (const { text, name } of [key, cert]) {
    if (!text.includes('-----BEGIN ')) throw new UsageError(`${name} is not PEM`);
  }
  return { key: key.text, cert: cert.text };
}

const TOKENS = z.array(
  z.strictObject({
    sha256: z.string().regex(/^[\da-f]{64}$/i, 'must be 64 hexadecimal digits'),
    rights: z.array(z.enum(['client', 'worker', 'admin'])).min(1),
    namespace: z.string().min(1).max(200).exactOptional(),
  }),
);

/** A JSON file with a list of tokens: their hashes, and what they are good for. */
function tokensOf(settings: Settings): readonly Token[] | undefined {
  const file = settings.file('tokens');
  if (!file) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(file.text);
  } catch (error) {
    throw new UsageError(`${file.name} is not JSON`, { cause: error });
  }
  const parsed = TOKENS.safeParse(content);
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new UsageError(`${file.name} is no list of tokens: at ${path.join('.') || 'the top'}: ${message}`);
}
