import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { client } from '../../src/client/index.ts';
import { systemClock, systemRandom, systemSpawn } from '../../src/ports/system/index.ts';
import { connect } from '../../src/rpc/index.ts';
import { type RunningServer, serve, type ServeOptions } from '../../src/serve/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { freePort } from '../support/nats-server.ts';

const running: RunningServer[] = [];
const lines: string[] = [];
const log = (_facts: object, line: string): void => void lines.push(line);

function newFolder(): string {
  return join(mkdtempSync(join(inject('runFolder'), 'serve-')), 'data');
}

async function serving(overrides: Partial<ServeOptions> = {}): Promise<RunningServer> {
  const server = await serve({
    storage: { type: 'FOLDER', folder: newFolder() },
    host: '127.0.0.1',
    port: 0,
    metricsPort: 0,
    log: { info: log, warn: log, error: log },
    clock: systemClock,
    random: systemRandom,
    spawn: systemSpawn,
    ...overrides,
  });
  running.push(server);
  return server;
}

async function get(server: RunningServer, path: string): Promise<readonly [number, string]> {
  const response = await fetch(`${server.metricsUrl}${path}`);
  return [response.status, await response.text()];
}

/** A workflow that nobody runs. */
const idle = workflow({ name: 'idle', run: async () => undefined });

afterEach(async () => {
  lines.length = 0;
  for (const server of running.splice(0)) await server.close(100);
});

describe('a server', () => {
  it('tells that it lives, that it is ready, and what it has done', async () => {
    const server = await serving();
    const connection = connect({ baseUrl: server.url });
    await client({ operations: connection, clock: systemClock, random: systemRandom }).start(idle);
    connection.close();
    expect(await get(server, '/healthz')).toEqual([200, 'ok\n']);
    expect(await get(server, '/readyz')).toEqual([200, 'ok\n']);
    const [status, text] = await get(server, '/metrics');
    expect(status).toBe(200);
    expect(text).toContain('skein_calls_total{operation="startWorkflow",answer="CREATED"} 1');
    expect(text).toMatch(/skein_workflows\{status="PENDING"\} 1/);
    expect(text).toContain('skein_sweeps_total{sweep="fireTimers"');
    expect(await get(server, '/other')).toEqual([404, 'there are /healthz, /readyz and /metrics\n']);
    expect((await fetch(`${server.metricsUrl}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it('keeps what it has over a restart', async () => {
    const storage = { type: 'FOLDER', folder: newFolder() } as const;
    const first = await serving({ storage });
    expect(lines).toContain('brought the database up to date');
    const one = connect({ baseUrl: first.url });
    await client({ operations: one, clock: systemClock, random: systemRandom }).start(idle, undefined, {
      id: 'kept',
    });
    one.close();
    await first.close(100);
    lines.length = 0;
    const second = await serving({ storage });
    expect(lines).not.toContain('brought the database up to date');
    const other = connect({ baseUrl: second.url });
    expect((await other.queryWorkflow({ workflowId: 'kept' })).status).toBe('PENDING');
    other.close();
  });

  it('answers polls that wait when it stops, and takes no more', async () => {
    const server = await serving();
    const connection = connect({ baseUrl: server.url });
    const poll = { worker: 'w', queues: ['q'], kinds: ['k'], leaseMs: 1_000, waitMs: 20_000 };
    const waiting = connection.pollTask(poll);
    await systemClock.sleep(200);
    const since = systemClock.now();
    await server.close(5_000);
    expect(await waiting).toEqual({});
    expect(systemClock.now() - since).toBeLessThan(4_000);
    await expect(connection.pollTask(poll)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    connection.close();
  });

  it('says what cannot be had, and leaves nothing open', async () => {
    const storage = { type: 'FOLDER', folder: newFolder() } as const;
    await serving({ storage });
    await expect(serving({ storage })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringMatching(
        /^cannot open the database in .* is in use by another process/,
      ) as string,
    });
    const other = { type: 'FOLDER', folder: newFolder() } as const;
    const port = await freePort();
    const taken = createServer().listen(port, '127.0.0.1');
    await expect(serving({ storage: other, port })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringMatching(/^cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/) as string,
    });
    await expect(serving({ storage: other, metricsPort: port })).rejects.toMatchObject({
      message: expect.stringMatching(/^cannot serve metrics on .*EADDRINUSE/) as string,
    });
    taken.close();
    await serving({ storage: other }); // what was begun was undone: the folder is free
  });

  it('shows no password of what it cannot reach', async () => {
    const url = `postgres://skein:secret@127.0.0.1:${await freePort()}/skein`;
    await expect(serving({ storage: { type: 'POSTGRES', url, connections: 1 } })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^cannot reach the database at postgres:\/\/skein:\*\*\*@.*ECONNREFUSED/,
      ) as string,
    });
    const natsUrl = `nats://skein:secret@127.0.0.1:${await freePort()}`;
    const error: unknown = await serving({ natsUrl }).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/cannot use NATS at nats:\/\/skein:\*\*\*@/);
  });
});
