import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
} from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server on which tests may create databases; null where there is none. */
    postgresUrl: string | null;
    /** A folder that lasts as long as the run. */
    runFolder: string;
  }
}

const run = promisify(execFile);

/** Undoes what {@link setup} did, last step first. */
const undo: (() => Promise<unknown>)[] = [];

/** Runs once before every test file: provides a PostgreSQL server, booting one if there are binaries for it. */
export async function setup(project: TestProject): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skein-test-'));
  chmodSync(folder, 0o755); // the server may run as another user, who must be able to reach its own folder in here
  undo.push(() => rm(folder, { recursive: true, force: true }));
  project.provide('runFolder', folder);
  try {
    const given = process.env['SKEIN_TEST_DATABASE_URL'];
    const booted = given === undefined ? await bootServer(folder, HASTY) : undefined;
    if (booted) undo.push(() => booted.stop());
    project.provide('postgresUrl', given ?? booted?.url ?? null);
  } catch (error) {
    await teardown();
    throw error;
  }
}

/** Runs once after every test file. */
export async function teardown(): Promise<void> {
  for (const step of undo.splice(0).toReversed()) await step();
}

/** Settings of a server whose data nobody needs when it has stopped. */
const HASTY = ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'];

/**
 * Boots a server that listens on a socket in `folder` only, as it comes but for some settings.
 *
 * @returns undefined without server binaries
 */
export async function bootServer(
  folder: string,
  settings: readonly string[],
): Promise<{ readonly url: string; stop(): Promise<unknown> } | undefined> {
  const binaries = serverBinaries();
  if (binaries === undefined) return undefined;
  const home = join(folder, 'postgres');
  const data = join(home, 'data');
  const log = join(home, 'log');
  mkdirSync(home);
  const owner = await serverUser();
  if (owner) chownSync(home, owner.uid, owner.gid);
  const execute = (program: string, ...parameters: readonly string[]) =>
    run(join(binaries, program), parameters, { ...owner, cwd: home });

  const identity = ['--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'];
  await execute('initdb', '--pgdata', data, '--no-sync', ...identity);
  const where = [`unix_socket_directories = '${home}'`, "listen_addresses = ''", 'max_connections = 200'];
  appendFileSync(join(data, 'postgresql.conf'), [...where, ...settings, ''].join('\n'));
  await execute('pg_ctl', 'start', '--wait', '--pgdata', data, '--log', log).catch(async (error: unknown) => {
    const said = await readFile(log, 'utf8').catch(() => 'nothing');
    throw new Error(`PostgreSQL did not start; its log says ${said}`, { cause: error });
  });
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(home)}`,
    stop: () => execute('pg_ctl', 'stop', '--wait', '--pgdata', data, '--mode', 'immediate'),
  };
}

/** Where `initdb` and `pg_ctl` are: the newest of Debian's versions, or else in the PATH. */
function serverBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const folders = [
    ...versions
      .sort((one, other) => Number(other) - Number(one))
      .map((version) => join(root, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => ['initdb', 'pg_ctl'].every((program) => existsSync(join(folder, program))));
}

/** PostgreSQL refuses to run as root: whom to run it as instead. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined);
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody');
}
