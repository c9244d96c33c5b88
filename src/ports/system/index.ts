export { inProcessNotifier, silentNotifier } from './in-process-notifier.ts';
export { natsNotifier, type NatsNotifierOptions } from './nats-notifier.ts';
export { openPGliteFolder, type PGliteFolder } from './pglite-folder.ts';
export { pglitePool } from './pglite-pool.ts';
export { postgresNotifier, type PostgresNotifierOptions } from './postgres-notifier.ts';
export { pgPool } from './pg-pool.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';
export { systemSpawn } from './system-spawn.ts';
