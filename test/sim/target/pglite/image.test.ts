import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { PGLITE_VERSION, PGliteTarget } from '../../../../sim/target/index.ts';
import { rowsOf, worldOf } from '../../../support/targets.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** Boots a target, closes it, and says whether an image had to be made for it. */
async function boot(schema: readonly string[]): Promise<'made' | 'found'> {
  let made: 'made' | 'found' = 'found';
  const target = await PGliteTarget.boot({ schema, onFirstBoot: () => (made = 'made') });
  target.reset(worldOf());
  expect(rowsOf(target.openSession(), 'select count(*) from thing')).toEqual([{ count: 0 }]);
  await target.close();
  return made;
}

it('makes an image once for a schema, and finds it the next time', async () => {
  const cache = join(folder, 'not', 'there', 'yet');
  vi.stubEnv('SKEIN_CACHE_DIR', cache);
  const schema = ['create table thing (id integer)'];
  expect(await boot(schema)).toBe('made');
  const [image = ''] = readdirSync(cache);
  expect(readdirSync(cache)).toEqual([expect.stringMatching(/^pglite-[0-9a-f]{16}\.tar$/)]); // and no unfinished one
  const long = new Date(0);
  utimesSync(join(cache, image), long, long);
  expect(await boot(schema)).toBe('found');
  expect(statSync(join(cache, image)).mtimeMs).toBe(0);
  // Another schema needs another image; the first one stays.
  expect(await boot(['create table thing (id bigint)'])).toBe('made');
  expect(readdirSync(cache)).toHaveLength(2);
});

it('boots where the cache cannot be written, and leaves nothing there', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, 'no folder');
  vi.stubEnv('SKEIN_CACHE_DIR', join(file, 'below'));
  expect(await boot(['create table thing (id integer)'])).toBe('made');
  expect(readFileSync(file, 'utf8')).toBe('no folder');
});

it('looks where XDG_CACHE_HOME says, unless SKEIN_CACHE_DIR says otherwise', async () => {
  const schema = ['create table thing (id integer)'];
  const cache = join(folder, 'xdg', 'skein');
  mkdirSync(cache, { recursive: true });
  const made = join(folder, 'not', 'there', 'yet');
  for (const file of readdirSync(made)) writeFileSync(join(cache, file), readFileSync(join(made, file)));
  vi.stubEnv('SKEIN_CACHE_DIR', undefined);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'xdg'));
  expect(await boot(schema)).toBe('found');
});

it('knows the version of PGlite that is installed', () => {
  const lock = createRequire(import.meta.url)('../../../../package-lock.json') as {
    packages: Record<string, { version?: string }>;
  };
  expect(PGLITE_VERSION).toBe(lock.packages['node_modules/@electric-sql/pglite']?.version);
});
