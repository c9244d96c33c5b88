import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AREAS = ['src', 'models', 'sim', 'reports'];

type SourceFile = {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
  /** Files of the project that this one imports or exports from. */
  readonly imports: readonly string[];
};

const files: readonly SourceFile[] = AREAS.flatMap((area) => filesUnder(area));

/** Where the modules of a folder may import from: folders, and their own files. */
const ALLOWED: readonly (readonly [folder: string, from: readonly string[]])[] = [
  ['src', ['src']],
  ['models', ['src', 'models']],
  ['sim/kernel', ['src/ports', 'sim/kernel']],
  ['sim/strategy', ['src/ports', 'sim']],
  ['sim/coverage', ['sim/kernel', 'sim/coverage']],
  ['sim/explore', ['sim/kernel', 'sim/coverage', 'sim/explore']],
  ['sim/target', ['src/ports', 'sim']],
  ['sim/network', ['src/ports', 'sim']],
  ['sim/shrink', ['sim']],
  ['sim/fault', ['sim/kernel', 'sim/fault']],
  ['sim/film', ['sim/kernel', 'sim/target', 'sim/film']],
  ['sim/conformance', ['sim']],
  ['sim/race', ['src/ports', 'sim']],
  ['sim/differential', ['src/ports', 'sim']],
  ['sim/pg', ['src/ports', 'sim']],
  ['sim/simulate', ['src/ports', 'sim']],
  ['sim', ['src', 'models', 'sim']],
  ['reports', ['sim', 'reports']],
];

/** Generic parts of the simulator: they know nothing of the engine's scenarios. */
const GENERIC = [
  'sim/kernel',
  'sim/strategy',
  'sim/coverage',
  'sim/explore',
  'sim/target',
  'sim/network',
  'sim/shrink',
  'sim/fault',
  'sim/film',
  'sim/conformance',
  'sim/race',
  'sim/differential',
  'sim/pg',
];

/** Composition roots: what is started, by a command line or a test runner. They bind whatever they need. */
const TOPS = ['sim/cli', 'sim/vitest', 'sim/fast-check'];

/** Where time and randomness come from. Everywhere else they come through a port. */
const SOURCES_OF_CHANCE = /^(?:src\/ports\/system\/|sim\/kernel\/(?:host|trap[\w-]*)\.ts$)/;

/** Written by a program, and read by none of us. */
const GENERATED = 'src/rpc/generated';

const CHANCE: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['new Date()', /\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w]))/],
  ['Date.now', /\bDate\s*\.\s*now\b/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['setTimeout(', /(?<![\w.])(?:globalThis\s*\.\s*)?setTimeout\s*\(/],
];

describe('the architecture', () => {
  it('is read as it is: every folder has files, and their imports are found', () => {
    for (const area of AREAS) expect(filesIn(area).length, area).toBeGreaterThan(2);
    expect(importsOf('sim/cli/main.ts')).toContain('reports/index.ts');
    expect(importsOf('src/index.ts')).toContain('src/ports/system/index.ts');
    expect(importsOf('sim/scenario/cluster.ts')).toContain('models/law/index.ts'); // a type alone
    for (const { path, imports } of files) {
      for (const target of imports)
        expect(existsSync(join(ROOT, target)), `${target} from ${path}`).toBe(true);
    }
  });

  it.each(ALLOWED)('%s imports only from %j', (folder, from) => {
    const isOwn = (path: string): boolean =>
      isIn(path, folder) &&
      !ALLOWED.some(([inner]) => inner !== folder && isIn(inner, folder) && isIn(path, inner));
    const strangers = files
      .filter(({ path }) => isOwn(path) && !isTop(path))
      .flatMap(({ path, imports }) =>
        wrong(path, imports, (target) => from.some((each) => isIn(target, each))),
      );
    expect(strangers).toEqual([]);
  });

  it.each(GENERIC)('%s knows no scenario, no campaign, no command line and no test runner', (folder) => {
    const bindings = ['sim/scenario', 'sim/campaign', ...TOPS];
    const strangers = filesIn(folder).flatMap(({ path, imports }) =>
      wrong(path, imports, (target) => !bindings.some((binding) => isIn(target, binding))),
    );
    expect(strangers).toEqual([]);
  });

  it('reports is imported by the command line and test runners alone, and these by nobody', () => {
    const strangers = files.flatMap(({ path, imports }) =>
      isTop(path)
        ? []
        : wrong(
            path,
            imports,
            (target) => !isTop(target) && (isIn(path, 'reports') || !isIn(target, 'reports')),
          ),
    );
    expect(strangers).toEqual([]);
  });

  it("a folder's files are imported from outside only through its index", () => {
    const strangers = files.flatMap(({ path, imports }) =>
      wrong(path, imports, (target) => {
        const isCommandLine = isIn(path, 'sim/cli') && isIn(target, 'sim/cli');
        return isCommandLine || isIn(path, houseOf(target)) || target.endsWith('/index.ts');
      }),
    );
    expect(strangers).toEqual([]);
  });

  it('an index names what it exports', () => {
    const wildcards = files.filter(
      ({ path, code }) => path.endsWith('/index.ts') && /export\s*\*/.test(code),
    );
    expect(wildcards.map(({ path }) => path)).toEqual([]);
  });

  it.each(CHANCE)('%s stands only where time and randomness come from', (_, pattern) => {
    const found = files.filter(({ path, code }) => !SOURCES_OF_CHANCE.test(path) && pattern.test(code));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it('no file has more than 400 lines', () => {
    const all = [...files.filter(({ path }) => !isIn(path, GENERATED)), ...filesUnder('test')];
    const long = all.filter(({ text }) => text.split('\n').length > 401); // the last line ends in a line break
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('no file or folder is named for being a drawer', () => {
    const drawers = [...files, ...filesUnder('test')].filter(({ path }) =>
      /(?:^|[/.-])(?:utils?|helpers?|common|misc|managers?)(?:[/.-]|$)/.test(path),
    );
    expect(drawers.map(({ path }) => path)).toEqual([]);
  });
});

describe('the patterns of this test', () => {
  it.each([
    ['new Date()', 'const now = new Date();', true],
    ['new Date()', 'const now = new  Date( );', true],
    ['new Date()', 'const now = new Date;', true],
    ['new Date()', 'const then = new Date(0);', false],
    ['new Date()', 'const other = new DateTime();', false],
    ['Date.now', 'const now = Date.now;', true],
    ['Date.now', 'world.now()', false],
    ['Math.random', 'Math.random()', true],
    ['Math.random', 'actor.random', false],
    ['setTimeout(', 'setTimeout(go, 5)', true],
    ['setTimeout(', 'globalThis.setTimeout(go, 5)', true],
    ['setTimeout(', 'stage.setTimeout(go, 5)', false],
    ['setTimeout(', 'clearTimeout(timer)', false],
  ])('%s in %s: %s', (name, code, isFound) => {
    const pattern = CHANCE.find(([each]) => each === name)?.[1];
    expect(pattern?.test(code)).toBe(isFound);
  });

  it('do not take a comment for code, nor a string for a comment', () => {
    const code = withoutComments(
      [
        'const a = 1; // Math.random',
        '/** new Date() */',
        "const url = 'http://x'; Date.now();",
        'const text = `// ${a}`;',
      ].join('\n'),
    );
    expect(code).not.toMatch(/Math\.random|new Date/);
    expect(code).toContain('Date.now();');
    expect(code).toContain('`// ${a}`');
  });

  it.each([
    [`import { a } from './a.ts';`, ['./a.ts']],
    [`import type { A } from '../a/index.ts';`, ['../a/index.ts']],
    [`import {\n  a,\n  b,\n} from "./a.ts";`, ['./a.ts']],
    [`export { a } from './a.ts';`, ['./a.ts']],
    [`import './a.ts';`, ['./a.ts']],
    [`const a = await import('./a.ts');`, ['./a.ts']],
    [`type A = import('./a.ts').A;`, ['./a.ts']],
    [`import { readFileSync } from 'node:fs';`, []],
  ])('find the imports of %s', (code, specifiers) => {
    expect(specifiersIn(code)).toEqual(specifiers);
  });
});

function filesUnder(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[jt]s$/.test(file))
    .sort()
    .map((file) => {
      const path = posix.join(folder, file.split(sep).join('/'));
      const text = readFileSync(join(ROOT, path), 'utf8');
      const code = withoutComments(text);
      const imports = specifiersIn(code).map((specifier) => posix.join(posix.dirname(path), specifier));
      return { path, text, code, imports };
    });
}

/** Relative module specifiers, in the order of their appearance. */
function specifiersIn(code: string): readonly string[] {
  return [...code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])(\.[^'"]*)\1/g)].map((match) => match[2] ?? '');
}

/** Takes comments out. Strings stay as they are, whatever they look like. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/[^\n]*/g,
    (_, string: string | undefined) => string ?? '',
  );
}

/** The folder whose index is the only door to a file: the nearest one that has an index. */
function houseOf(path: string): string {
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
    if (existsSync(join(ROOT, folder, 'index.ts'))) return folder;
  }
  return '.';
}

function wrong(
  path: string,
  imports: readonly string[],
  isRight: (target: string) => boolean,
): readonly string[] {
  return imports.filter((target) => !isRight(target)).map((target) => `${path} imports ${target}`);
}

function isIn(path: string, folder: string): boolean {
  return path === folder || !relative(folder, path).startsWith('..');
}

function isTop(path: string): boolean {
  return TOPS.some((top) => isIn(path, top));
}

function filesIn(folder: string): readonly SourceFile[] {
  return files.filter(({ path }) => isIn(path, folder));
}

function importsOf(path: string): readonly string[] {
  const file = files.find((each) => each.path === path);
  if (!file) throw new Error(`there is no ${path} in ${dirname(path)}`);
  return file.imports;
}
