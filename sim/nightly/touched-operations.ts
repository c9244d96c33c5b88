import { posix } from 'node:path';
import { kebab } from '../../models/mutant/index.ts';
import { OPERATION_NAMES, SWEEP_NAMES } from '../../src/engine/index.ts';
import type { EngineSources } from './repository.ts';

/** Operations and sweeps, each with the changed files that it runs through. */
export type Touched = ReadonlyMap<string, readonly string[]>;

/** What binds all operations together: a change there says nothing about any of them. */
const BINDING: ReadonlySet<string> = new Set(
  ['engine', 'index', 'operations'].map((name) => `src/engine/${name}.ts`),
);
const ALL: readonly string[] = [...OPERATION_NAMES, ...SWEEP_NAMES];

/**
 * Which operations run through files that were changed. An operation's file is named for it; it runs through all that
 * it imports of the engine, and through those files of the store whose functions one of these imports by name. Files that
 * no operation is known to run through (the binding of all of them, migrations, what is outside of engine and store)
 * touch none: there is nothing to prefer then.
 */
export function touchedOperations(changed: readonly string[], sources: EngineSources): Touched {
  const files = new Set(changed.filter((file) => sources.has(file) && !BINDING.has(file)));
  const touched = new Map<string, readonly string[]>();
  for (const operation of ALL) {
    const through = [...throughOf(`src/engine/${kebab(operation)}.ts`, sources)].filter((file) =>
      files.has(file),
    );
    if (through.length > 0) touched.set(operation, through.toSorted());
  }
  return touched;
}

/** All files that an operation's file leads to, itself included. */
function throughOf(file: string, sources: EngineSources, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file) || BINDING.has(file) || !sources.has(file)) return seen;
  seen.add(file);
  for (const { names, from } of importsOf(sources.get(file) ?? '')) {
    const target = posix.join(posix.dirname(file), from);
    const next = target === 'src/store/index.ts' ? storeFilesOf(names, sources) : [target];
    for (const each of next) throughOf(each, sources, seen);
  }
  return seen;
}

function storeFilesOf(names: readonly string[], sources: EngineSources): readonly string[] {
  return [...sources]
    .filter(
      ([file, text]) => file.startsWith('src/store/') && names.some((name) => exportsFunction(text, name)),
    )
    .map(([file]) => file);
}

function exportsFunction(text: string, name: string): boolean {
  return new RegExp(`^export (?:async )?function ${name}\\b`, 'm').test(text);
}

type Import = { readonly names: readonly string[]; readonly from: string };

/** What a file imports by name, types left out. */
function importsOf(text: string): readonly Import[] {
  return [...text.matchAll(/^import \{([^}]*)\} from '(\.[^']+)';/gm)].map(([, list = '', from = '']) => ({
    from,
    names: list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  }));
}
