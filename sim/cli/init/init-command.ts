import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { EXIT } from '../exit-code.ts';
import { usualFile } from '../setting/index.ts';
import { processTerminal } from '../terminal.ts';
import { type Project, readProject } from './project.ts';
import { templatesFor } from './templates.ts';

/** Writes into a project what it takes to simulate its code; what is there stays as it is. @returns the exit code. */
export function initCommand({ color }: { readonly color: boolean }): number {
  const { print, paint } = processTerminal(color);
  const project = readProject();
  const templates = templatesFor(project);
  const width = Math.max(...templates.map(({ path }) => path.length));
  const config = usualFile();
  for (const { path, what, text } of templates) {
    const there = path.startsWith('skein.config.') ? config : existsSync(path) ? path : undefined;
    if (there !== undefined) {
      print(`${paint.dim('left ')}  ${there.padEnd(width)}  it is there already`);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    print(`${paint.green('wrote')}  ${path.padEnd(width)}  ${what}`);
  }
  const lacking = packagesFor(project).filter((name) => !project.packages.has(name));
  print('');
  if (lacking.length > 0) print(`first  npm install --save-dev ${lacking.join(' ')}`);
  print(`then   ${paint.cyan('npx skein run')} and ${paint.cyan('npx vitest run')}`);
  return EXIT.held;
}

function packagesFor({ isTypeScript }: Project): readonly string[] {
  return ['skein', 'vitest', ...(isTypeScript ? ['@types/pg'] : [])];
}
