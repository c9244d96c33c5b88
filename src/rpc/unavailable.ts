import { SqlError } from '../ports/index.ts';

/**
 * SQLSTATEs of a database that is not there or too busy: connections, resources, operators who intervene, and
 * transactions that lost against others (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const BUSY = /^(?:08|53|57P|40001|40P01|55P03|57014)/;
/** Of the operating system, for example ECONNREFUSED. */
const SYSTEM = /^E[A-Z]+/;
/** What node-postgres says of connections it has lost, without any code. */
const LOST =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Cannot use a pool after calling end|Query read timeout)/;

/** Whether an error means that the database cannot be reached or is too busy, so that asking again may help. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof SqlError) return BUSY.test(error.code);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && SYSTEM.test(error.code)) return true;
  return LOST.test(error.message);
}
