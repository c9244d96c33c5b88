export { pglitePool } from './pglite-pool.ts';
export { pgPool } from './pg-pool.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';
export { systemSpawn } from './system-spawn.ts';
