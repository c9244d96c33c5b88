import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server or a worker, as a process of its own. */
export type Process = {
  /** Everything that it has logged. */
  readonly log: () => string;
  /** Ends it at once: SIGKILL. */
  kill(): Promise<void>;
  /** Asks it to end, as a service manager does. @returns its exit code; null if it had to be killed */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'sim/cli/main.ts');
const PATIENCE_MS = 30_000;

/** Starts `skein serve`, and waits until it serves. */
export async function startServer(...flags: readonly string[]): Promise<Process & { readonly url: string }> {
  const server = await start(['serve', '--port', '0', ...flags], 'serving on ');
  const url = /serving on (http[^"]+)"/.exec(server.log())?.[1];
  if (url === undefined) throw new Error(`the server does not say where it is: ${server.log()}`);
  return { ...server, url };
}

/** Starts `skein worker` for a module of a test, and waits until it works. */
export function startWorker(url: string, module: string, ...flags: readonly string[]): Promise<Process> {
  return start(['worker', join(ROOT, module), '--server', url, ...flags], 'working for ');
}

/** Runs the command line from the sources until it has logged something. */
async function start(words: readonly string[], sign: string): Promise<Process> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', () => log.includes(sign) && resolve());
    child.on('close', () => reject(new Error(`${words[0]} ended before it began: ${log}`)));
    child.on('error', reject);
  });
  return {
    log: () => log,
    kill: () => signalled(child, 'SIGKILL', ended).then(() => undefined),
    stop: (signal = 'SIGTERM') => signalled(child, signal, ended),
  };
}

async function signalled(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<number | null>,
): Promise<number | null> {
  child.kill(signal);
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  try {
    return await ended;
  } finally {
    clearTimeout(impatience);
  }
}
