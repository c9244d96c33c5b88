import type { Settled } from './settle.ts';

/** What every setting came to, and by whose word: a line each. */
export function settledText(settled: readonly Settled[]): string {
  const told = settled.filter(({ option, origin }) => !option.hidden || origin !== undefined);
  const rows = told.map(({ option, value, origin }) => [
    option.key,
    value === undefined ? (option.setting.usually ?? 'none') : shown(value),
    origin ?? 'default',
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text.replace(/(?<=^\w+:\/\/[^/@:]*:)[^@]*(?=@)/, '…'); // nobody reads a password off a terminal
}
