import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A command that a page tells its reader to enter. */
export type DocumentedCommand = { readonly page: string; readonly line: number; readonly command: string };

/** Pages with commands, in the order of their reading. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md') && file !== 'reference.md')
    .map((file) => `docs/${file}`),
];

/**
 * Every command in the blocks of shells of a page: `sh` and `bash` line by line, `console` where a line begins with a
 * dollar. Comments are taken away, and commands that `&&` joins are several.
 */
export function commandsOf(
  page: string,
  text = readFileSync(join(ROOT, page), 'utf8'),
): readonly DocumentedCommand[] {
  const found: DocumentedCommand[] = [];
  let language: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```(\w*)/.exec(line);
    if (fence) language = language === undefined ? fence[1] : undefined;
    else if (language === 'sh' || language === 'bash' || (language === 'console' && line.startsWith('$ '))) {
      const bare = line.replace(/^\$ /, '').replace(/(?:^|\s+)#\s.*$/, '');
      for (const command of bare.split(' && ')) {
        if (command.trim() !== '') found.push({ page, line: index + 1, command: command.trim() });
      }
    }
  }
  return found;
}

/** Words of a command line, where quoted ones are one. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
