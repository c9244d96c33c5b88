import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeToken } from './replay-token.ts';
import { type KeptFinding, KeptFile } from './kept-finding.ts';

/** Kept findings cannot be read, or one cannot be written. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
}

/** A kept finding, and the file that it is in. */
export type CorpusEntry = { readonly file: string; readonly kept: KeptFinding };

/**
 * Every finding that is kept in a folder, in the order of their files.
 *
 * @throws {CorpusError} naming the file that is no kept finding, or the folder that is none.
 */
export function readCorpus(folder: string): readonly CorpusEntry[] {
  let files: readonly string[];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch (cause) {
    throw new CorpusError(`the corpus ${folder} is no folder that can be read`, { cause });
  }
  return files.toSorted().map((file) => ({ file, kept: readKept(join(folder, file)) }));
}

/**
 * Writes a finding to a folder, which is made if it is not there.
 *
 * @returns the file
 * @throws {CorpusError} when a finding is kept under this label already, or cannot be written
 */
export function writeKept(folder: string, kept: KeptFinding): string {
  const file = join(folder, `${fileNameOf(kept.label)}.json`);
  if (existsSync(file))
    throw new CorpusError(`${file} is there already: choose another --label, or delete it`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(kept, undefined, 2)}\n`);
  } catch (cause) {
    throw new CorpusError(`cannot write ${file}`, { cause });
  }
  return file;
}

function fileNameOf(label: string): string {
  const name = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  if (name === '') throw new CorpusError(`the label "${label}" has no letter or digit to name a file by`);
  return name;
}

function readKept(file: string): KeptFinding {
  try {
    const kept = KeptFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    decodeToken(kept.token);
    return kept;
  } catch (cause) {
    throw new CorpusError(`${file} is no kept finding: skein keep writes them`, { cause });
  }
}
