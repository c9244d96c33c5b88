import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { systemClock } from '../../src/ports/system/index.ts';

const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .concat('/usr/sbin')
  .map((folder) => join(folder, 'nats-server'))
  .find((file) => existsSync(file));

/** Why there is no NATS server here, and what to do; undefined where there is one. */
export const natsMissing = program === undefined ? 'install the nats-server package' : undefined;

/** A NATS server of a test's own. */
export type NatsServer = {
  readonly url: string;
  /** Ends it at once, and starts it again where it was. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export async function startNatsServer(): Promise<NatsServer> {
  const port = await freePort();
  let stop = await boot(port);
  return {
    url: `nats://127.0.0.1:${port}`,
    async restart() {
      await stop();
      stop = await boot(port);
    },
    stop: () => stop(),
  };
}

async function boot(port: number): Promise<() => Promise<void>> {
  if (program === undefined) throw new Error(natsMissing);
  const server = spawn(program, ['--addr', '127.0.0.1', '--port', String(port)], { stdio: 'pipe' });
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  let said = '';
  server.stderr.on('data', (text) => {
    said += String(text);
  });
  for (let turn = 0; !said.includes('Server is ready'); turn += 1) {
    if (turn === 400 || server.exitCode !== null) throw new Error(`nats-server is not ready: ${said}`);
    await systemClock.sleep(25);
  }
  return async () => {
    server.kill('SIGKILL');
    await ended;
  };
}

/** A port that nobody listens on; somebody else might, a moment later. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
