import { createEngine, createSweeps } from '../engine/index.ts';
import type { Clock, Notifier, Random, Spawn } from '../ports/index.ts';
import { natsNotifier } from '../ports/system/index.ts';
import { listen, type ListenOptions } from '../rpc/index.ts';
import {
  Announcer,
  longPoll,
  notifyAfter,
  notifyAfterSweeps,
  sweeper,
  sweepWhenDue,
} from '../server/index.ts';
import { migrate } from '../store/index.ts';
import { aroundOperations, aroundSweeps } from './around-calls.ts';
import { healthEndpoint } from './health-endpoint.ts';
import { metrics } from './metrics.ts';
import { readiness } from './readiness.ts';
import { reasonOf, starting, withoutSecrets } from './startup-error.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';
import { traced } from './tracing.ts';

/** Where a server tells what it does: facts, and a line for people. A logger of pino is one. */
export type ServerLog = {
  info(facts: object, line: string): void;
  warn(facts: object, line: string): void;
  error(facts: object, line: string): void;
};

export type ServeOptions = Pick<ListenOptions, 'tls' | 'tokens' | 'insecure'> & {
  readonly storage: StorageOptions;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Tells other replicas over NATS instead of what comes with the storage. */
  readonly natsUrl?: string;
  /** Where health and metrics are served, on the same host; nowhere if absent. 0 for any that is free. */
  readonly metricsPort?: number;
  readonly log: ServerLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly spawn: Spawn;
};

export type RunningServer = {
  /** Where clients and workers connect to. */
  readonly url: string;
  /** Where health and metrics are. */
  readonly metricsUrl?: string;
  /**
   * Takes no new calls, answers those that wait, lets the others finish, stops sweeping and closes the database.
   *
   * @param graceMs how long calls may take to finish, in milliseconds
   */
  close(graceMs: number): Promise<void>;
};

/** Undoes a step of the start. */
type Undo = (graceMs: number) => Promise<void>;

/**
 * Runs a server: brings the database up to date, answers clients and workers, and sweeps. Any number of them may run on
 * one PostgreSQL.
 *
 * @throws {StartupError} when something it needs cannot be had; what was begun is undone
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const undo: Undo[] = [];
  const close = async (graceMs: number): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step(graceMs);
  };
  try {
    return { ...(await start(options, undo)), close };
  } catch (error) {
    await close(0);
    throw error;
  }
}

/** @param undo is told how to undo every step that was done, in the order of the steps */
async function start(options: ServeOptions, undo: Undo[]): Promise<Omit<RunningServer, 'close'>> {
  const { host, port, log, clock, random, spawn } = options;
  const onError = (what: string) => (error: unknown) =>
    log.warn({ err: error }, `${what}: ${reasonOf(error)}`);

  const storage = await starting(nameOf(options.storage), () => openStorage(options.storage));
  undo.push(() => storage.close());
  const { sql } = storage;
  const applied = await starting('cannot bring the database up to date', () => migrate(sql));
  if (applied.length > 0) log.info({ migrations: applied }, 'brought the database up to date');

  const notifier = await openNotifier(options, storage, onError('notifications'));
  undo.push(() => notifier.close());
  const announcer = new Announcer({ sql, notifier, clock, spawn, onError: onError('looking for news') });
  undo.push(() => announcer.close());

  const ready = readiness({ sql, clock });
  const measured = metrics({
    sql,
    clock,
    waiting: () => polls.waiting,
    onError: onError('sampling'),
    ...(storage.connections ? { connections: storage.connections } : {}),
  });
  const engine = aroundOperations(createEngine({ sql, random }), measured.aroundOperation, traced);
  const sweeping = sweeper({
    sweeps: notifyAfterSweeps(
      aroundSweeps(createSweeps({ sql, random }), measured.aroundSweep, traced),
      announcer,
    ),
    clock,
    onError: onError('sweeping'),
  });
  const polls = longPoll({
    operations: notifyAfter(sweepWhenDue(engine, sweeping, clock), announcer),
    notifier,
    clock,
  });

  const { metricsPort } = options;
  const health =
    metricsPort === undefined
      ? undefined
      : await starting(`cannot serve metrics on ${host}:${metricsPort}`, () =>
          healthEndpoint({ host, port: metricsPort, metrics: measured, unready: () => ready.reason() }),
        );
  if (health) undo.push(() => health.close());

  const { tls, tokens, insecure } = options;
  const listener = await starting(`cannot listen on ${host}:${port}`, () =>
    listen({
      operations: polls.operations,
      host,
      port,
      clock,
      ...(tls ? { tls } : {}),
      ...(tokens ? { tokens } : {}),
      ...(insecure === undefined ? {} : { insecure }),
      onError: (error, operation) => log.error({ err: error, operation }, `${operation}: ${reasonOf(error)}`),
    }),
  );
  const swept = spawn.start('sweeper', () => sweeping.run());
  undo.push(async (graceMs) => {
    ready.refuse('the server is stopping');
    polls.close();
    sweeping.stop();
    await listener.close(graceMs);
    await swept.join();
  });
  ready.allow();
  return { url: listener.url, ...(health ? { metricsUrl: health.url } : {}) };
}

function nameOf(storage: StorageOptions): string {
  return storage.type === 'FOLDER'
    ? `cannot open the database in ${storage.folder}`
    : `cannot reach the database at ${withoutSecrets(storage.url)}`;
}

async function openNotifier(
  { natsUrl, clock, random }: ServeOptions,
  storage: Storage,
  onError: (error: unknown) => void,
): Promise<Notifier> {
  if (natsUrl === undefined) return storage.notifier({ clock, random, onError });
  const what = `cannot use NATS at ${withoutSecrets(natsUrl)}`;
  return await starting(what, () => natsNotifier({ url: natsUrl, clock, random, onError }));
}
