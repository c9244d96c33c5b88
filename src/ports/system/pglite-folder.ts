import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { SqlPool } from '../sql.ts';
import { lockFolder } from './folder-lock.ts';
import { pglitePool } from './pglite-pool.ts';

/** A PostgreSQL in this process, with its data in a folder. */
export type PGliteFolder = { readonly sql: SqlPool; close(): Promise<void> };

/**
 * Opens the database in a folder, and makes it if there is none: first under another name, so that a process that is
 * killed meanwhile leaves none, and not half of one.
 *
 * @throws {FolderInUseError} when another process has it open: two of them would destroy it
 */
export async function openPGliteFolder(folder: string): Promise<PGliteFolder> {
  mkdirSync(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  try {
    const data = join(folder, 'pgdata');
    if (!existsSync(data)) {
      const draft = `${data}.new`;
      rmSync(draft, { recursive: true, force: true });
      const made = await PGlite.create(draft);
      await made.close();
      renameSync(draft, data);
    }
    const database = await PGlite.create(data);
    return {
      sql: pglitePool(database),
      async close() {
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
