/** Type identifiers of PostgreSQL (`select oid, typname from pg_type`) that are not plain text to us. */
const BOOL = 16;
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701]);
const JSON_TYPES: ReadonlySet<number> = new Set([114, 3802]);

/**
 * Decodes one column value from PostgreSQL's text format, the same way for every adapter.
 *
 * @param typeId the column's type identifier (`pg_type.oid`)
 * @throws {RangeError} for an int8 that a JavaScript number cannot hold exactly.
 */
export function decodeColumn(text: string, typeId: number): unknown {
  if (NUMBERS.has(typeId)) {
    const value = Number(text);
    if (typeId === 20 && !Number.isSafeInteger(value)) {
      throw new RangeError(`int8 value ${text} is beyond what a JavaScript number holds exactly`);
    }
    return value;
  }
  if (typeId === BOOL) return text === 't';
  if (JSON_TYPES.has(typeId)) return JSON.parse(text);
  return text;
}
