import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is exported under a name: its docstring and its declaration. */
type Entry = { readonly name: string; readonly doc: string; readonly code: string };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const INTRODUCTION = `# API reference

Everything that the package exports, as its docstrings say. Written by \`npm run docs\`; do not edit.
`;

/** Makes the reference from the declarations that the compiler emits for every entry of the package. */
export function reference(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skein-declarations-'));
  try {
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const flags = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder];
    execFileSync(process.execPath, [compiler, ...flags], { cwd: ROOT });
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      exports: Readonly<Record<string, string | { readonly types: string }>>;
    };
    const home = new Map<string, string>();
    const { '.': everything, ...parts } = exports; // which is shown last, for most of it is in the parts
    const sections = Object.entries({ ...parts, '.': everything }).flatMap(([path, target]) => {
      if (target === undefined || typeof target === 'string') return [];
      const module = path.replace('.', 'skein');
      return [sectionOf(module, entriesOf(join(folder, target.types.replace('./dist/', ''))), home)];
    });
    return [INTRODUCTION, ...sections].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param home the module under which a declaration is shown: the first that exports it */
function sectionOf(module: string, entries: readonly Entry[], home: Map<string, string>): string {
  const own = entries.filter(({ code }) => !home.has(code));
  const others = new Map<string, string[]>();
  for (const { name, code } of entries) {
    const elsewhere = home.get(code);
    if (elsewhere !== undefined) others.set(elsewhere, [...(others.get(elsewhere) ?? []), `\`${name}\``]);
    else home.set(code, module);
  }
  const also = [...others].map(([elsewhere, names]) => `As in \`${elsewhere}\`: ${names.join(', ')}.\n`);
  const shown = own.map(
    ({ name, doc, code }) => `### ${name}\n\n${doc === '' ? '' : `${doc}\n\n`}\`\`\`ts\n${code}\n\`\`\`\n`,
  );
  return [`## ${module}\n`, ...also, ...shown].join('\n');
}

/** What a module exports, its own or from others, in alphabetical order. */
function entriesOf(file: string): readonly Entry[] {
  return [...exportsOf(file).values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function exportsOf(file: string): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  let doc = '';
  for (const statement of statementsOf(readFileSync(file, 'utf8'))) {
    if (statement.startsWith('/**')) {
      doc = statement;
      continue;
    }
    const passedOn = /^export (?:type )?\{([^}]*)\} from '([^']+)';/.exec(statement);
    const declared = /^export (?:declare )?(?:abstract )?(?:type|interface|function|class|const) (\w+)/.exec(
      statement,
    );
    if (passedOn) {
      const [, names = '', from = ''] = passedOn;
      const there = exportsOf(join(dirname(file), from.replace(/\.ts$/, '.d.ts')));
      for (const each of names.split(',')) {
        const [name = '', alias = name] = each.replace('type ', '').trim().split(' as ');
        const entry = there.get(name);
        if (entry) found.set(alias, { ...entry, name: alias });
      }
    } else if (declared?.[1] !== undefined) {
      const name = declared[1];
      const code = statement
        .replace(/^export (?:declare )?/, '')
        .replaceAll(/\n {4}#private;/g, '')
        .trim();
      const before = found.get(name); // an overload
      found.set(name, {
        name,
        doc: before?.doc ?? proseOf(doc),
        code: before ? `${before.code}\n${code}` : code,
      });
    }
    doc = '';
  }
  return found;
}

/** Statements and docstrings of the top level: each begins at the left margin. */
function statementsOf(text: string): readonly string[] {
  return text.split(/\n(?=[^\s}*)])/);
}

/** A docstring as Markdown. */
function proseOf(doc: string): string {
  return doc
    .replaceAll(/^\/\*\*\s?|\s*\*\/$/g, '')
    .replaceAll(/^ *\* ?/gm, '')
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`')
    .replaceAll(/(?:^|\s+)@param (\S+) /gm, '\n- `$1`: ')
    .replaceAll(/(?:^|\s+)@returns /gm, '\n- Returns ')
    .replaceAll(/(?:^|\s+)@throws \{(\w+)\} /gm, '\n- Throws `$1` ')
    .replaceAll(/(?:^|\s+)@throws /gm, '\n- Throws ')
    .replaceAll(/\n{2,}- /g, '\n\n- ')
    .replaceAll(/(\n- [^\n]*(?:\n(?!\n)[^\n]+)*)\n\n(?=- )/g, '$1\n')
    .trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(ROOT, 'docs/reference.md'), reference());
}
