export type { Mover } from './connection.ts';
export { UnheardLossError } from './unheard-loss-error.ts';
export { type ClientDetail, Pool, type PoolOptions } from './pool.ts';
