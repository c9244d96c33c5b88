import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * Server settings of the image. Nothing runs in the background; plans do not depend on how often a statement ran;
 * scans follow indexes, so that the order of rows does not depend on where they happen to lie.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  autovacuum: 'off',
  track_counts: 'off',
  track_activities: 'off',
  log_min_messages: 'panic',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  max_connections: '128',
  max_prepared_transactions: '64',
  shared_buffers: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '64MB',
  timezone: 'UTC',
};

/** Version of PGlite that is installed. Its package.json is not among its exports, but lies beside them. */
export const PGLITE_VERSION: string = (() => {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const file = join(dirname(entry), '..', 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
})();

/**
 * A data directory with the settings above and `schema` applied, as a tar archive: from the cache if it is there,
 * else made (some seconds) and cached. A cache that cannot be written costs time, nothing else.
 *
 * @param onMake told before the image is made, because that takes a while
 */
export async function dataDirectoryImage(schema: readonly string[], onMake: () => void): Promise<Blob> {
  const key = createHash('sha256')
    .update(JSON.stringify([PGLITE_VERSION, SETTINGS, schema]))
    .digest('hex')
    .slice(0, 16);
  const folder = cacheFolder();
  const file = join(folder, `pglite-${key}.tar`);
  try {
    return new Blob([readFileSync(file)]);
  } catch {
    onMake();
    const image = await makeImage(schema);
    await keepImage(image, folder, file);
    return image;
  }
}

/** Where images are kept: `SKEIN_CACHE_DIR`, or `skein` in `XDG_CACHE_HOME`, or `~/.cache/skein`. */
export function cacheFolder(): string {
  const { SKEIN_CACHE_DIR: given, XDG_CACHE_HOME: caches } = process.env;
  return given ?? join(caches ?? join(homedir(), '.cache'), 'skein');
}

async function makeImage(schema: readonly string[]): Promise<Blob> {
  const database = await PGlite.create();
  try {
    for (const [name, value] of Object.entries(SETTINGS)) {
      await database.exec(`alter system set ${name} = '${value}'`);
    }
    for (const statement of schema) await database.exec(statement);
    await database.exec('checkpoint');
    return await database.dumpDataDir('none');
  } finally {
    await database.close();
  }
}

/** Writes the image beside its place and moves it there, so that no other process ever reads half of it. */
async function keepImage(image: Blob, folder: string, file: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(unfinished, new Uint8Array(await image.arrayBuffer()));
    renameSync(unfinished, file);
  } catch {
    if (existsSync(unfinished)) rmSync(unfinished, { force: true });
  }
}
