export { PgMemTarget, type PgMemTargetOptions } from './pg-mem/pg-mem-target.ts';
export { cacheFolder, PGLITE_VERSION } from './pglite/image.ts';
export { PGliteTarget, type PGliteTargetOptions } from './pglite/pglite-target.ts';
export { serverUser } from './postgres/embedded-server.ts';
export { PostgresTarget, type PostgresTargetOptions } from './postgres/postgres-target.ts';
export { exhaustedPool, isLost, noteConnected } from './statement-faults.ts';
export { isRefusal, perform, simulatedPool } from './simulated-pool.ts';
export {
  isLoss,
  isSql,
  isStatement,
  isWait,
  type LostDetail,
  type SqlDetail,
  type WaitDetail,
} from './step-details.ts';
export type {
  Column,
  Execution,
  Limitation,
  Session,
  SqlAnswer,
  SqlRefusal,
  Statement,
  Target,
  World,
} from './target.ts';
export { splitScript } from './split-script.ts';
export { readTranscript, transcriptOf, type Utterance } from './transcript.ts';
