export type { Mover } from './connection.ts';
export { type ClientDetail, Pool, type PoolOptions } from './pool.ts';
