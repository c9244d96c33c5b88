import { hostname } from 'node:os';
import { systemClock, systemSpawn } from '../ports/system/index.ts';
import { reasonOf } from '../serve/index.ts';
import { worker } from '../worker/index.ts';
import { loadDefinitions } from './load-definitions.ts';
import { LOG_LEVELS, stderrLog } from './log.ts';
import { isRefusedForGood, serverConnection } from './server-connection.ts';
import type { Settings } from './settings.ts';
import { untilStopped } from './until-stopped.ts';
import { UsageError } from './usage-error.ts';

const HOUR_MS = 3_600_000;
const MOST_AT_ONCE = 10_000;
/** How long the server may keep a poll waiting. */
const WAIT_MS = 20_000;

/** Runs what a module defines until it is asked to stop. @returns the exit code. */
export async function workerCommand(module: string, settings: Settings): Promise<number> {
  const log = stderrLog(settings.oneOf('log-level', LOG_LEVELS) ?? 'info', systemClock, 'skein worker');
  const graceMs = settings.duration('grace', 0, HOUR_MS) ?? 10_000;
  const name = settings.text('name') ?? `${hostname()}/${process.pid}`;
  const queues = settings.list('queues') ?? ['default'];
  const concurrency = {
    workflows: settings.number('max-workflows', 1, MOST_AT_ONCE) ?? 10,
    tasks: settings.number('max-tasks', 1, MOST_AT_ONCE) ?? 10,
  };
  const leaseMs = settings.duration('lease', 1_000, HOUR_MS) ?? 30_000;
  const definitions = await loadDefinitions(module);
  const kinds = {
    workflows: definitions.workflows.map((definition) => definition.name),
    tasks: definitions.tasks.map((definition) => definition.name),
  };
  const { url, connection } = serverConnection(settings);
  const trouble = new Trouble((reason) => log.warn({ server: url }, `${url}: ${reason}`));
  try {
    await connection.heartbeatWorker({ worker: name, queues, ...kinds }).catch((error: unknown) => {
      if (isRefusedForGood(error)) throw new UsageError(`${url} refuses this worker: ${error.message}`);
      trouble.note(error); // it may come up later
    });
    const working = worker({
      ...definitions,
      name,
      operations: connection,
      clock: systemClock,
      spawn: systemSpawn,
      queues,
      concurrency,
      leaseMs,
      waitMs: WAIT_MS,
      log: ({ workflowId, message, facts }) => log.info({ ...facts, workflowId }, message),
      onError: (error) => trouble.note(error),
    });
    const stop = untilStopped((signal) => log.info({ signal, graceMs }, 'stopping'));
    log.info({ server: url, worker: name, queues, ...kinds }, `working for ${url}`);
    const ended = working.run();
    const code = await stop.asked;
    working.stop();
    const isOver = systemClock.alarm(graceMs);
    const isInTime = await Promise.race([ended.then(() => true), isOver.rung.then(() => false)]);
    isOver.ring();
    if (isInTime) log.info({}, 'stopped');
    else log.warn({}, 'stopped before all was done: what is left is done again when its leases are over');
    stop.forget();
    return code;
  } finally {
    connection.close();
  }
}

/** Calls that failed and are tried again: each reason is told once in a while. */
class Trouble {
  readonly #tell: (reason: string) => void;
  readonly #told = new Map<string, number>();

  constructor(tell: (reason: string) => void) {
    this.#tell = tell;
  }

  note(error: unknown): void {
    const reason = reasonOf(error);
    const now = systemClock.now();
    if (now - (this.#told.get(reason) ?? Number.NEGATIVE_INFINITY) < 60_000) return;
    if (this.#told.size > 100) this.#told.clear();
    this.#told.set(reason, now);
    this.#tell(reason);
  }
}
