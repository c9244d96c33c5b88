import { accessSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../src/cli/index.ts';

/**
 * @param flag what named the file
 * @throws {UsageError} when a file could not be written at the end: better said before the campaign.
 */
export function checkWritable(file: string, flag = '--out'): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
    writeFileSync(file, '', { flag: 'a' });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot write ${file} (${reason}): choose another place for ${flag}`);
  }
}

/** Writes a file as a whole: whoever reads it meanwhile, or after a crash, finds what was there before, or all of it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const known = statSync(file, { throwIfNoEntry: false });
  if (known && !known.isFile()) {
    writeFileSync(file, content); // nothing may take the place of a device or a pipe
    return;
  }
  const place = known ? realpathSync(file) : file; // a link goes on leading there
  const draft = `${place}.${process.pid}.part`;
  try {
    writeFileSync(draft, content);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
