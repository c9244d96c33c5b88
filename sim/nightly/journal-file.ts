import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A journal cannot be read. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/**
 * Lines in a file that survive whatever happens to who writes them: each is on the disk when {@link JournalFile.append}
 * returns, and the one that was being written when the power went is not there.
 */
export class JournalFile {
  readonly #file: string;
  #descriptor: number;
  #size: number;

  /** Opens a file, which is made if it is not there; half a line at its end is cut off. */
  constructor(file: string) {
    this.#file = file;
    const isNew = !existsSync(file);
    this.#descriptor = openSync(file, 'a+');
    const { text } = isNew ? { text: '' } : wholeLines(file);
    this.#size = Buffer.byteLength(text);
    if (!isNew && statSync(file).size > this.#size) ftruncateSync(this.#descriptor, this.#size);
    if (isNew) syncFolder(dirname(file));
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Writes a line, and waits for the disk. @param line without line breaks */
  append(line: string): void {
    this.#size += writeSync(this.#descriptor, `${line}\n`);
    fsyncSync(this.#descriptor);
  }

  /** Puts other lines in place of all that are there, at once: a crash leaves the old ones or the new ones. */
  replace(lines: readonly string[]): void {
    const draft = `${this.#file}.new`;
    const descriptor = openSync(draft, 'w');
    try {
      writeSync(descriptor, lines.map((line) => `${line}\n`).join(''));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    closeSync(this.#descriptor);
    renameSync(draft, this.#file);
    syncFolder(dirname(this.#file));
    this.#descriptor = openSync(this.#file, 'a+');
    this.#size = statSync(this.#file).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/**
 * The lines of a journal, without the one that was not written whole.
 *
 * @throws {JournalError} when there is no such file
 */
export function readLines(file: string): readonly string[] {
  try {
    return wholeLines(file).text.split('\n').slice(0, -1);
  } catch (cause) {
    throw new JournalError(`the journal ${file} cannot be read`, { cause });
  }
}

function wholeLines(file: string): { readonly text: string } {
  const text = readFileSync(file, 'utf8');
  return { text: text.slice(0, text.lastIndexOf('\n') + 1) };
}

/** A file that is new in a folder is there after a crash only if the folder is on the disk, too. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
