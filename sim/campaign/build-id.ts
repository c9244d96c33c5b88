import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGLITE_VERSION } from '../target/index.ts';

/** The folders whose code decides what a run does. */
const FOLDERS = [
  'src',
  'models',
  'sim/fault',
  'sim/kernel',
  'sim/network',
  'sim/scenario',
  'sim/strategy',
  'sim/target',
];
const CODE: ReadonlySet<string> = new Set(['.ts', '.js', '.sql']);

/** Where the build leaves the id of the sources that it was made from, so that both replay each other's tokens. */
export const STAMP = 'build-id';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

let known: string | undefined;

/**
 * Identifies the code that runs: two processes with the same build id replay each other's tokens. 8 hexadecimal
 * digits of a hash over everything that decides what a run does, PGlite's version included.
 */
export function buildId(): string {
  const stamp = join(ROOT, STAMP);
  known ??= existsSync(stamp) ? readFileSync(stamp, 'utf8') : idOfSources(ROOT);
  return known;
}

/** The build id of the sources in a folder. */
export function idOfSources(root: string): string {
  const hash = createHash('sha256').update(PGLITE_VERSION);
  for (const folder of FOLDERS) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files) {
      if (!CODE.has(extname(file)) || file.endsWith('.d.ts')) continue;
      hash.update(`${folder}/${file}\n`).update(readFileSync(join(root, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 8);
}
