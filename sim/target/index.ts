export { PGLITE_VERSION } from './pglite/image.ts';
export { PGliteTarget, type PGliteTargetOptions } from './pglite/pglite-target.ts';
export { isRefusal, simulatedPool, type SqlDetail } from './simulated-pool.ts';
export type { Session, SqlAnswer, SqlRefusal, Target, World } from './target.ts';
