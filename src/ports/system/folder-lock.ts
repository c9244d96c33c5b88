import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';

/** Another process uses the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly folder: string;

  constructor(folder: string) {
    super(`${folder} is in use by another process: stop that one, or use another folder`);
    this.folder = folder;
  }
}

const SOCKET = 'skein.sock';
/** Longer names of sockets are cut, silently, on some systems. */
const LONGEST_PATH = 100;
const ATTEMPTS = 5;

/**
 * Keeps a folder to this process, until released or until the process ends, however it does: the lock is a socket that
 * somebody listens on. One that nobody listens on was left behind. A file with a process id would be wrong as soon as
 * another process has that id, which in a container is the rule.
 *
 * @returns how to release it
 * @throws {FolderInUseError} when another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = shortest(join(folder, SOCKET));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const server = await listen(path);
    if (server) return () => new Promise((resolve) => server.close(() => resolve()));
    if (await isHeard(path)) throw new FolderInUseError(folder);
    rmSync(path, { force: true });
  }
  throw new FolderInUseError(folder); // others take it at the same time
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  const short = fromHere.length < path.length ? fromHere : path;
  if (Buffer.byteLength(short) <= LONGEST_PATH) return short;
  throw new Error(`the path of ${path} is too long for a socket: use a folder with a shorter path`);
}

/** @returns undefined if there is such a socket already */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server.unref()));
  });
}

function isHeard(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
