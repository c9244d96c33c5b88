import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ENGINE = 'src/engine';
const STORE = 'src/store';

/** The engine's source, file by file: its path from the repository's folder, with slashes, and its text. */
export type EngineSources = ReadonlyMap<string, string>;

/** The commit that is checked out in a folder; undefined where there is no repository, or no git. */
export function currentCommit(folder: string): string | undefined {
  return git(folder, 'rev-parse', 'HEAD')?.trim();
}

/**
 * Files that differ from what they were at a commit, be it committed or not.
 *
 * @returns their paths from the folder; undefined if there is no telling: the commit is not there, or no repository
 */
export function filesChangedSince(folder: string, commit: string): readonly string[] | undefined {
  if (!/^[0-9a-f]{7,64}$/.test(commit)) return undefined;
  return git(folder, 'diff', '--name-only', '--relative', commit, '--', 'src')
    ?.split('\n')
    .filter((line) => line !== '');
}

/** The sources of engine and store; none where the folder is not the engine's. */
export function engineSources(folder: string): EngineSources {
  const files = [ENGINE, STORE].flatMap((part) => {
    if (!existsSync(join(folder, part))) return [];
    return readdirSync(join(folder, part))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${part}/${name}`);
  });
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function git(folder: string, ...words: readonly string[]): string | undefined {
  try {
    return execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
