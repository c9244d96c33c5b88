export type { Alarm, Clock } from './clock.ts';
export type { Notifier } from './notifier.ts';
export type { Random } from './random.ts';
export type { Fiber, Spawn } from './spawn.ts';
export { isUniqueViolation, type Sql, SqlError, type SqlPool, type SqlValue } from './sql.ts';
export type { Transport } from './transport.ts';
export { decodeColumn } from './column.ts';
