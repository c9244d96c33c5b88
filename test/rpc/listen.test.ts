import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engine/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import { connect, listen, RpcError, UnsafeListenError } from '../../src/rpc/index.ts';
import { selfSignedCertificate } from '../support/certificates.ts';
import { grpcStatus, openSession } from '../support/grpc-calls.ts';
import { recordingOperations, rejection, withServer } from '../support/rpc-servers.ts';
import { gate } from '../support/workers.ts';

const start = { id: 'w', kind: 'k', queue: 'q' };
const token = { sha256: '0'.repeat(64), rights: ['client'] } as const;

describe('a server', () => {
  it.each([
    ['0.0.0.0', {}, 'without tokens and TLS (or insecure: true)'],
    ['0.0.0.0', { tokens: [token] }, 'without TLS (or insecure: true)'],
    ['0.0.0.0', { insecure: true }, 'without tokens'],
    ['0.0.0.0', { insecure: true, tokens: [] }, 'without tokens'],
    ['::', {}, 'without tokens and TLS (or insecure: true)'],
    ['', {}, 'without tokens and TLS (or insecure: true)'],
    ['127.0.0.1.example.org', {}, 'without tokens and TLS (or insecure: true)'],
  ])('refuses to listen on "%s" with %j', async (host, options, why) => {
    const { operations } = recordingOperations();
    const error = await rejection(listen({ operations, host, ...options }));
    expect(error).toBeInstanceOf(UnsafeListenError);
    const place = host === '' ? 'every address' : host;
    expect(String(error)).toBe(
      `UnsafeListenError: refused to listen on ${place} ${why}: add that, or listen on 127.0.0.1`,
    );
  });

  it('listens beyond this machine with tokens, and TLS or the word that it is not needed', async () => {
    const { operations } = recordingOperations();
    const more = [{ insecure: true }, { tls: selfSignedCertificate() }];
    for (const each of more) {
      const server = await listen({ operations, host: '0.0.0.0', tokens: [token], ...each });
      await server.close(0);
    }
  });

  it('says that its port is taken', async () => {
    const { operations } = recordingOperations();
    await withServer({ operations }, async ({ url }) => {
      const error = await rejection(listen({ operations, port: Number(new URL(url).port) }));
      expect(error).toMatchObject({ code: 'EADDRINUSE' });
    });
  });

  it('refuses tokens that are configured wrongly', async () => {
    const { operations } = recordingOperations();
    const wrong = [
      { ...token, sha256: 'secret' },
      { ...token, rights: [] },
      { ...token, namespace: '' },
    ];
    for (const each of wrong) {
      const error = await rejection(listen({ operations, tokens: [token, each] }));
      expect(error).toBeInstanceOf(EngineError);
      expect(String(error)).toMatch(/tokens\[1\]\.(?:sha256|rights|namespace): must/);
    }
  });

  it('speaks TLS to those who trust its certificate, and to nobody else', async () => {
    const tls = selfSignedCertificate();
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tls }, async ({ url, open }) => {
      expect(url).toMatch(/^https:/);
      await open({ ca: tls.cert }).startWorkflow(start);
      expect(asked).toEqual([['startWorkflow', start]]);
      const error = await rejection(open().startWorkflow(start));
      expect(error).toBeInstanceOf(RpcError);
      expect(String(error)).toMatch(/self.signed/);
      expect(asked).toHaveLength(1);
    });
  });

  it('refuses requests that are larger than it allows, and goes on', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, maxRequestBytes: 1_000 }, async ({ open }) => {
      const client = open();
      const error = await rejection(client.startWorkflow({ ...start, input: 'x'.repeat(1_000) }));
      expect(error).toBeInstanceOf(EngineError);
      expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', subject: 'startWorkflow' });
      expect(asked).toEqual([]);
      await client.startWorkflow({ ...start, input: 'x'.repeat(900) });
      expect(asked).toHaveLength(1);
    });
  });

  it('allows requests of 4 MiB unless it is told otherwise', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations }, async ({ open }) => {
      const client = open();
      await client.startWorkflow({ ...start, input: 'x'.repeat(4 * 1024 * 1024 - 100) });
      const error = await rejection(client.startWorkflow({ ...start, input: 'x'.repeat(4 * 1024 * 1024) }));
      expect(error).toMatchObject({ name: 'EngineError', code: 'RESOURCE_EXHAUSTED' });
      expect(asked).toHaveLength(1);
    });
  });

  it.each([
    ['a message that ends too early', Buffer.from([0, 0, 0, 0, 3, 0x0a, 0x7f, 0x61])],
    ['a frame that ends too early', Buffer.from([0, 0, 0, 0, 9, 0x0a])],
    ['a frame with unknown flags', Buffer.from([0xff, 0, 0, 0, 1, 0])],
    ['a frame of four gigabytes', Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0])],
    ['nothing', Buffer.alloc(0)],
  ])('answers %s with an error, executes nothing and goes on', async (_, body) => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations }, async ({ url, open }) => {
      const status = await statusOf(url, body);
      expect(status).toBeGreaterThan(0);
      expect(asked).toEqual([]);
      await open().startWorkflow(start);
      expect(asked).toHaveLength(1);
    });
  });

  it('ends a call whose deadline has passed, on both sides', async () => {
    const { operations } = recordingOperations({ startWorkflow: () => new Promise(() => undefined) });
    const errors: unknown[] = [];
    await withServer({ operations, onError: (error) => errors.push(error) }, async ({ url, open }) => {
      const error = await rejection(open({ timeoutMs: 50 }).startWorkflow(start));
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({
        code: 'DEADLINE_EXCEEDED',
        operation: 'startWorkflow',
        retryable: true,
      });
      // Whoever does not look at the clock itself is told by the server.
      const body = Buffer.from([0, 0, 0, 0, 9, 0x0a, 1, 0x61, 0x12, 1, 0x61, 0x1a, 1, 0x61]);
      const timeout = { 'grpc-timeout': '50m' };
      expect(await statusOf(url, body, timeout)).toBe(4);
    });
    expect(errors).toEqual([]);
  });

  it('answers what is under way before it closes, and takes nothing new', async () => {
    const answering = gate();
    const began = gate();
    const { operations } = recordingOperations({
      async startWorkflow() {
        began.open();
        await answering.opened;
        return { workflowId: 'w', created: true };
      },
    });
    const server = await listen({ operations });
    const client = connect({ baseUrl: server.url });
    const answer = client.startWorkflow(start);
    await began.opened;
    const closed = server.close(10_000);
    const late = connect({ baseUrl: server.url });
    expect(await rejection(late.startWorkflow(start))).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
    });
    answering.open();
    expect(await answer).toEqual({ workflowId: 'w', created: true });
    await closed;
    client.close();
    late.close();
  });

  it('gives up what is under way once its grace period is over', async () => {
    const { operations } = recordingOperations({ startWorkflow: () => new Promise(() => undefined) });
    const server = await listen({ operations });
    const client = connect({ baseUrl: server.url });
    const failed = rejection(client.startWorkflow(start));
    await systemClock.sleep(100);
    const before = systemClock.now();
    await server.close(200);
    expect(systemClock.now() - before).toBeLessThan(5_000);
    expect(await failed).toBeInstanceOf(RpcError);
    client.close();
  });
});

describe('a connection', () => {
  it('is of no use once it was closed', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations }, async ({ open }) => {
      const client = open();
      await client.startWorkflow(start);
      client.close();
      expect(await rejection(client.startWorkflow(start))).toMatchObject({ code: 'CANCELLED' });
      expect(asked).toHaveLength(1);
    });
  });

  it('opens again after its server was away', async () => {
    const { operations } = recordingOperations();
    const first = await listen({ operations });
    const client = connect({ baseUrl: first.url });
    await client.startWorkflow(start);
    await first.close(1_000);
    expect(await rejection(client.startWorkflow(start))).toMatchObject({ code: 'UNAVAILABLE' });
    const second = await listen({ operations, port: Number(new URL(first.url).port) });
    await client.startWorkflow(start);
    client.close();
    await second.close(1_000);
  });
});

/** @returns the status of a call to start a workflow */
async function statusOf(url: string, body: Buffer, headers: Record<string, string> = {}): Promise<number> {
  const session = await openSession(url);
  try {
    return (await grpcStatus(session, 'StartWorkflow', body, headers)).code;
  } finally {
    session.destroy();
  }
}
