/** What a statement returned: values in PostgreSQL's text format. */
export type ResultTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
};

/**
 * A result as libpq's `PQprint` writes it with a header, aligned, and `|` between the columns: names right-aligned over
 * numbers, left-aligned over anything else, NULL as nothing. A result without columns is not written at all.
 *
 * Widths are those of UTF-8 in bytes, as PQprint's are.
 */
export function printResult({ columns, rows }: ResultTable): string {
  if (columns.length === 0) return '';
  const layouts = columns.map((name, index) => {
    const values = rows.map((row) => row[index] ?? '');
    return { width: Math.max(...[name, ...values].map(bytes)), isNumeric: values.every(looksNumeric) };
  });
  const line = (values: readonly (string | null)[]): string =>
    layouts.map(({ width, isNumeric }, index) => pad(values[index] ?? '', width, isNumeric)).join('|');
  return [
    line(columns),
    layouts.map(({ width }) => '-'.repeat(width)).join('+'),
    ...rows.map(line),
    `(${rows.length} row${rows.length === 1 ? '' : 's'})`,
    '',
    '',
  ].join('\n');
}

/** PQprint's guess: digits and what may stand among them, a digit at the end, no exponent at the beginning. */
function looksNumeric(value: string): boolean {
  return value === '' || /^(?![Ee])[\d.Ee -]*\d$/.test(value);
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function pad(text: string, width: number, isRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - bytes(text)));
  return isRight ? blanks + text : text + blanks;
}
