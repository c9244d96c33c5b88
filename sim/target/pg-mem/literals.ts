import type { SqlValue } from '../../../src/ports/index.ts';

/** Parameters, and everything in which `$1` is not one: strings, quoted names, comments. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\$(\d+)/g;

/**
 * Writes values in place of `$1`, `$2`, …: pg-mem's own parameters fail in conditions ("No execution context").
 *
 * @throws {RangeError} when a parameter has no value.
 */
export function withLiterals(text: string, values: readonly SqlValue[]): string {
  return text.replaceAll(TOKENS, (token: string, number: string | undefined) => {
    if (number === undefined) return token;
    const value = values[Number(number) - 1];
    if (value === undefined) throw new RangeError(`there is no value for ${token}`);
    return literal(value);
  });
}

function literal(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return String(value);
}
