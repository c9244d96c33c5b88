import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/ports/system/index.ts';
import { bootServer } from '../../../../sim/target/postgres/embedded-server.ts';
import { type RunningCommand, startSkein } from '../../../support/command-line.ts';
import { missingServer } from '../../../support/embedded-server.ts';

const CAMPAIGN = ['run', '--target', 'postgres', '--scenario', 'fan-out', '--for', '1h', '--reporter', 'dot'];
const PATIENCE_MS = 20_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-server-'));
  chmodSync(folder, 0o755); // the server may run as another user
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Processes whose command line names the folder: the server and whoever watches over it. */
function processes(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it has just ended
      }
    })
    .filter((command) => command.includes(folder));
}

/** Folders of servers. */
function homes(): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('skein-postgres-'));
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > PATIENCE_MS)
      throw new Error(`${what}; there are ${[...processes(), ...readdirSync(folder)].join(', ')}`);
    await systemClock.sleep(20);
  }
}

/** Identifiers of the shared memory of the server in the folder. */
function sharedMemory(): string {
  const [home = ''] = homes();
  const lines = readFileSync(join(folder, home, 'data', 'postmaster.pid'), 'utf8').split('\n');
  return lines[6]?.trim().split(/\s+/)[1] ?? '';
}

function hasSharedMemory(identifier: string): boolean {
  const segments = readFileSync('/proc/sysvipc/shm', 'utf8').split('\n');
  return segments.some((line) => line.trim().split(/\s+/)[1] === identifier);
}

/** A campaign in which sessions wait, and some runs of which are over. */
async function campaign(jobs: readonly string[] = []): Promise<RunningCommand> {
  const running = startSkein([...CAMPAIGN, ...jobs], { TMPDIR: folder });
  await running.written('.....');
  return running;
}

const missing = existsSync('/proc/sysvipc/shm') ? missingServer : ': needs /proc, to look for what is left';

describe.skipIf(missing)(`a server of a process of its own${missing}`, () => {
  it.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const)(
    'is gone after %s in the middle of a campaign, with its memory and its files',
    async (signal, code) => {
      const running = await campaign();
      const segment = sharedMemory();
      expect(hasSharedMemory(segment)).toBe(true);
      expect(processes().length).toBeGreaterThan(1);
      running.signal(signal);
      expect((await running.ended).code).toBe(code);
      await until(() => homes().length === 0, 'files are left');
      await until(() => processes().length === 0, 'processes are left');
      expect(hasSharedMemory(segment)).toBe(false);
    },
  );

  it.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const)('is gone after %s, with those of all workers', async (signal, code) => {
    const running = await campaign(['--jobs', '2']);
    await until(() => homes().length === 2, 'there are not two servers');
    running.signal(signal);
    expect((await running.ended).code).toBe(code);
    await until(() => homes().length === 0, 'files are left');
    await until(() => processes().length === 0, 'processes are left');
  });

  it('is gone if its process is killed while it boots', async () => {
    const running = startSkein(CAMPAIGN, { TMPDIR: folder });
    await until(() => processes().length > 0, 'nothing boots');
    running.signal('SIGKILL');
    await running.ended;
    await until(() => processes().length === 0 && homes().length === 0, 'something is left');
  });

  it('is gone once it is closed', async () => {
    const server = await bootServer();
    const home = new URL(server.url).searchParams.get('host') ?? '';
    expect(existsSync(join(home, 'data', 'postmaster.pid'))).toBe(true);
    await server.close();
    expect(existsSync(home)).toBe(false);
  });
});
