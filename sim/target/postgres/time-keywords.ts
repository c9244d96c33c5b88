/** Keywords that tell the time, and the type of what they tell. */
export const TIME_KEYWORDS: readonly { readonly name: string; readonly returns: string }[] = [
  { name: 'current_timestamp', returns: 'timestamptz' },
  { name: 'localtimestamp', returns: 'timestamp' },
  { name: 'current_time', returns: 'timetz' },
  { name: 'localtime', returns: 'time' },
  { name: 'current_date', returns: 'date' },
];

const NAMES = TIME_KEYWORDS.map(({ name }) => name).join('|');
const ANY = new RegExp(String.raw`\b(?:${NAMES})\b`, 'i');
/** Strings, quoted names and comments, which stay as they are; or a keyword, with its precision. */
const TOKEN = new RegExp(
  String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*[\s\S]*?\*/|(?<![.\w$])(?<keyword>${NAMES})\b(?:\s*\(\s*(?<digits>\d+)\s*\))?`,
  'gi',
);

/**
 * Replaces keywords that tell the server's time, which nothing in a server can change, by functions that have their
 * names. Texts in dollar quotes count as statements.
 */
export function withoutTimeKeywords(text: string): string {
  if (!ANY.test(text)) return text;
  return text.replaceAll(TOKEN, (token: string, ...rest: readonly unknown[]) => {
    const { keyword, digits } = rest.at(-1) as { keyword?: string; digits?: string }; // the named groups
    const known = TIME_KEYWORDS.find(({ name }) => name === keyword?.toLowerCase());
    if (!known) return token;
    return `pg_catalog."${known.name}"()${digits === undefined ? '' : `::${known.returns}(${digits})`}`;
  });
}
