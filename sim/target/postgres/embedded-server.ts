import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { host } from '../../kernel/index.ts';
import { Guardian } from './guardian.ts';
import { provideBinaries, type ServerUser } from './server-binaries.ts';
import { SERVER_SETTINGS } from './settings.ts';

/** A server of this process's own. */
export type EmbeddedServer = {
  readonly url: string;
  close(): Promise<void>;
};

/**
 * Boots a server in a temporary folder, reachable through a socket in there alone. It takes about a second, and ends
 * with this process, however that ends.
 *
 * @throws {Error} when that is not possible, with the reason and what to do
 */
export async function bootServer(): Promise<EmbeddedServer> {
  const home = join(tmpdir(), `skein-postgres-${host.randomBytes(6).toString('hex')}`);
  const user = serverUser();
  const settings = Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const guardian = await Guardian.appoint(home, user, settings);
  try {
    mkdirSync(home, { mode: 0o700 });
    if (user) chownSync(home, user.uid, user.gid);
    await guardian.start(provideBinaries(home, user));
  } catch (error) {
    await guardian.dismiss();
    throw error;
  }
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(home)}`;
  return { url, close: () => guardian.dismiss() };
}

/** PostgreSQL refuses to run as root: whom to run it as instead. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const user = users.find((fields) => fields[0] === name);
    if (user) return { name, uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody');
}
