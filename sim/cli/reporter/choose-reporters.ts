import { UsageError } from '../../../src/cli/index.ts';
import { chooseNamed } from '../choose-named.ts';
import { checkWritable } from '../out-file.ts';
import { reporterToFile } from './file-terminal.ts';
import { type MakeReporter, type ReporterKind, REPORTERS } from './reporters.ts';
import { tellAll } from './tell-all.ts';

/** What flags say of reporters, as commander gives them: `--outputFile.junit x` is `outputFile.junit`. */
export type ReporterFlags = {
  readonly reporter: string | readonly string[];
  readonly outputFile?: string;
  /** Where the record goes besides, as JSON. */
  readonly out?: string;
  readonly [outputFile: `outputFile.${string}`]: string | undefined;
};

/** A reporter, and the file that it writes to, if it does. */
type Place = { readonly kind: ReporterKind; readonly file: string | undefined; readonly flag: string };

/**
 * The reporters that flags name, as one. What they need is loaded: later nothing can keep them from telling.
 *
 * @returns how to make it, once all flags are known to be right
 * @throws {UsageError} when a name is unknown, two of them would write over each other, or a file cannot be written
 */
export async function chooseReporters(flags: ReporterFlags): Promise<MakeReporter> {
  const places = placesOf(flags);
  checkTerminal(places.filter(({ file }) => file === undefined));
  const files = new Set<string>();
  for (const { file, flag } of places) {
    if (file === undefined) continue;
    if (files.has(file))
      throw new UsageError(`${flag} names ${file}, which another reporter writes: choose another file`);
    files.add(file);
    checkWritable(file, flag);
  }
  const makers = await Promise.all(
    places.map(async ({ kind, file }): Promise<MakeReporter> => {
      const make = 'load' in kind ? await kind.load() : kind.make;
      if (file === undefined) return make;
      const { form, isCompressed = false } = kind;
      return () => reporterToFile(make, file, { isStreamed: form === 'stream', isCompressed });
    }),
  );
  return (terminal) => tellAll(makers.map((make) => make(terminal)));
}

/** The one reporter of a command that has no more. @throws {UsageError} when flags name several, or files */
export function soleReporter(flags: ReporterFlags, what: string): string {
  const [name = 'default', ...others] = namesOf(flags);
  const [file] = REPORTERS.flatMap(({ name: each }) =>
    flags[`outputFile.${each}`] === undefined ? [] : [each],
  );
  if (others.length > 0)
    throw new UsageError(`${what} has one reporter: choose ${name} or ${others.join(' or ')}`);
  if (file !== undefined)
    throw new UsageError(`${what} has no --outputFile.${file}: --out writes its JSON report`);
  return name;
}

function namesOf({ reporter }: ReporterFlags): readonly string[] {
  return [reporter].flat().flatMap((names) => names.split(',').map((name) => name.trim()));
}

function placesOf(flags: ReporterFlags): readonly Place[] {
  const kinds = namesOf(flags).map((name) => chooseNamed('reporter', name, REPORTERS));
  for (const [index, { name }] of kinds.entries()) {
    if (kinds.slice(0, index).some((other) => other.name === name))
      throw new UsageError(`--reporter names ${name} twice: once is enough`);
  }
  if (flags.outputFile !== undefined && kinds.length > 1) {
    const [name] = kinds.filter(({ form }) => form !== 'lines').map((kind) => kind.name);
    throw new UsageError(
      `--outputFile names one file for ${kinds.length} reporters: say whose, like --outputFile.${name ?? kinds[0]?.name}`,
    );
  }
  for (const { name } of REPORTERS) {
    if (flags[`outputFile.${name}`] !== undefined && !kinds.some((kind) => kind.name === name))
      throw new UsageError(
        `--outputFile.${name} is for a reporter that is not there: add --reporter ${name}`,
      );
  }
  const named = kinds.map((kind) => {
    const own = flags[`outputFile.${kind.name}`];
    const flag = own === undefined ? '--outputFile' : `--outputFile.${kind.name}`;
    return { kind, file: own ?? flags.outputFile, flag };
  });
  if (flags.out === undefined) return named;
  return [...named, { kind: chooseNamed('reporter', 'json', REPORTERS), file: flags.out, flag: '--out' }];
}

/** @throws {UsageError} when reporters would write into each other's documents */
function checkTerminal(places: readonly Place[]): void {
  const whole = places.find(({ kind }) => kind.form !== 'lines');
  const other = places.find((place) => place !== whole);
  if (!whole || !other) return;
  throw new UsageError(
    `${whole.kind.name} and ${other.kind.name} would both write to the terminal: give one a file, like --outputFile.${whole.kind.name} report.${endingOf(whole.kind)}`,
  );
}

function endingOf({ name }: ReporterKind): string {
  return name === 'junit' ? 'xml' : name;
}
