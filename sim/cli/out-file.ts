import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../src/cli/index.ts';

/** @throws {UsageError} when a file could not be written at the end: better said before the campaign. */
export function checkWritable(file: string, option = '--out'): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
    writeFileSync(file, '', { flag: 'a' });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot write ${file} (${reason}): choose another place for ${option}`);
  }
}
