import fc from 'fast-check';
import { createEngine, OPERATION_NAMES, type Operations } from '../../src/engine/index.ts';
import type { SqlPool } from '../../src/ports/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import {
  connect,
  type Connection,
  type ConnectOptions,
  listen,
  type ListenOptions,
} from '../../src/rpc/index.ts';
import { migrate } from '../../src/store/index.ts';
import { databaseTargets } from './databases.ts';
import { responses } from './rpc-values.ts';

/** Runs a server on a free port of this machine while `body` runs, and connections to it. */
export async function withServer<Result>(
  options: Omit<ListenOptions, 'host' | 'port'>,
  body: (server: {
    readonly url: string;
    readonly open: (options?: Omit<ConnectOptions, 'baseUrl'>) => Connection;
  }) => Promise<Result>,
): Promise<Result> {
  const server = await listen(options);
  const connections: Connection[] = [];
  const open = (more: Omit<ConnectOptions, 'baseUrl'> = {}): Connection => {
    const connection = connect({ baseUrl: server.url, timeoutMs: 20_000, ...more });
    connections.push(connection);
    return connection;
  };
  try {
    return await body({ url: server.url, open });
  } finally {
    for (const connection of connections) connection.close();
    await server.close(1_000);
  }
}

/** The engine on PGlite, while `body` runs. */
export async function withEngine<Result>(
  body: (engine: Operations, sql: SqlPool) => Promise<Result>,
): Promise<Result> {
  const [pglite] = databaseTargets;
  if (!pglite) throw new Error('PGlite is always there');
  const database = await pglite.open();
  const { sql } = database;
  try {
    await migrate(sql);
    return await body(createEngine({ sql, random: systemRandom }), sql);
  } finally {
    await database.close();
  }
}

/** Operations that answer something, and remember what they were asked. */
export function recordingOperations(overrides: Partial<Operations> = {}): {
  readonly operations: Operations;
  readonly asked: (readonly [name: string, request: unknown])[];
} {
  const asked: (readonly [name: string, request: unknown])[] = [];
  const entries = OPERATION_NAMES.map((name) => {
    const [answer] = fc.sample<unknown>(responses[name], { numRuns: 1, seed: 1 });
    const operation = (request: never): Promise<unknown> => {
      asked.push([name, request]);
      return overrides[name]?.(request) ?? Promise.resolve(answer);
    };
    return [name, operation];
  });
  return { operations: Object.fromEntries(entries) as Operations, asked }; // each name with an answer of its type
}

/** What a promise rejects with; fails if it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const resolved = Symbol('resolved');
  const outcome = await promise.then(
    () => resolved,
    (error: unknown) => error,
  );
  if (outcome === resolved) throw new Error('it resolved');
  return outcome;
}
