import { readFileSync } from 'node:fs';

/** An import of a module beside, as the formatter writes it. */
const IMPORT = /^import \{[^}]*\} from '\.\/([\w-]+\.js)';\n/gm;
const EXPORT = /^export (?=class|const|function)/gm;

let script: string | undefined;

/**
 * The script of a trace page as one text: its modules one after the other, each behind those that it imports from. They
 * have no name twice; if they had, the browser would refuse the script as a whole.
 */
export function pageScript(): string {
  script ??= join('main.js', new Set());
  return script;
}

/** The style of a trace page. */
export function pageStyle(): string {
  return read('style.css');
}

function join(file: string, joined: Set<string>): string {
  if (joined.has(file)) return '';
  joined.add(file);
  const text = read(file);
  const before = [...text.matchAll(IMPORT)].map(([, name = '']) => join(name, joined));
  return before.join('') + text.replaceAll(IMPORT, '').replaceAll(EXPORT, '');
}

/** These are kept as they are beside the sources, and beside what the build makes of them. */
function read(file: string): string {
  return readFileSync(new URL(`browser/${file}`, import.meta.url), 'utf8');
}
