import { Code, ConnectError } from '@connectrpc/connect';
import { describe, expect, it } from 'vitest';
import { EngineError, type EngineErrorCode } from '../../src/engine/index.ts';
import { SqlError } from '../../src/ports/index.ts';
import { connect, RpcError } from '../../src/rpc/index.ts';
import { recordingOperations, rejection, withServer } from '../support/rpc-servers.ts';

const start = { id: 'w', kind: 'k', queue: 'q' };
const CODES: readonly EngineErrorCode[] = [
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
];
const secret = 'select secret from vault';
const sql = (code: string) => new SqlError({ code, message: secret, detail: secret });
const system = (code: string) => Object.assign(new Error(`connect ${secret}`), { code });

/** What a client is told when the engine throws something. */
async function told(
  thrown: unknown,
): Promise<{ readonly error: unknown; readonly seen: readonly unknown[] }> {
  const { operations } = recordingOperations({ startWorkflow: () => Promise.reject(thrown) });
  const seen: unknown[] = [];
  return await withServer(
    { operations, onError: (error, operation) => seen.push([error, operation]) },
    async ({ open }) => ({ error: await rejection(open().startWorkflow(start)), seen }),
  );
}

describe('an error', () => {
  it.each(CODES)('%s of the engine arrives as it was', async (code) => {
    const { error, seen } = await told(new EngineError(code, 'düsseldorf/🧶', 'it is as it is: 100 % "ü"'));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code, subject: 'düsseldorf/🧶', message: 'it is as it is: 100 % "ü"' });
    expect(seen).toEqual([]);
  });

  it('with halves of characters, or of any length, arrives', async () => {
    const { error } = await told(new EngineError('NOT_FOUND', 'a\ud800', 'x'.repeat(100_000)));
    expect(error).toMatchObject({ code: 'NOT_FOUND', subject: 'a\ufffd', message: 'x'.repeat(2_000) });
  });

  it.each([
    ['a lost connection', sql('08006')],
    ['a database that shuts down', sql('57P01')],
    ['too many connections', sql('53300')],
    ['a deadlock', sql('40P01')],
    ['a lock that was not to be had', sql('55P03')],
    ['a refused connection', system('ECONNREFUSED')],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
  ])('about %s is UNAVAILABLE, and may be tried again', async (_, thrown) => {
    const { error, seen } = await told(thrown);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      operation: 'startWorkflow',
      message: 'startWorkflow: the database cannot be reached or is too busy',
    });
    expect(seen).toEqual([[thrown, 'startWorkflow']]);
  });

  it.each([
    ['a statement that is wrong', sql('42601')],
    ['a bug', new TypeError(secret)],
    ['something thrown that is no error', secret],
    ['an error of Connect', new ConnectError(secret, Code.DataLoss)],
  ])('about %s is INTERNAL, and says nothing of it', async (_, thrown) => {
    const { error, seen } = await told(thrown);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      code: 'INTERNAL',
      retryable: false,
      message: 'startWorkflow: the server failed; its log says why',
    });
    const { cause } = error as RpcError;
    expect(cause).toBeInstanceOf(ConnectError);
    expect(JSON.stringify([cause, [...((cause as ConnectError).metadata ?? [])]])).not.toContain('vault');
    expect(seen).toEqual([[thrown, 'startWorkflow']]);
  });

  it('about an answer that cannot be written is INTERNAL', async () => {
    const { operations } = recordingOperations({
      startWorkflow: () => Promise.resolve({ workflowId: 'w', created: true, nextRunAt: Number.NaN }),
      putSchedule: () => Promise.resolve({ nextRunAt: Number.NaN }),
    });
    await withServer({ operations }, async ({ open }) => {
      const client = open();
      await client.startWorkflow(start);
      const times = { type: 'INTERVAL', everyMs: 1 } as const;
      const schedule = { ...start, times, overlap: 'SKIP', missed: 'SKIP' } as const;
      expect(await rejection(client.putSchedule(schedule))).toMatchObject({ code: 'INTERNAL' });
    });
  });

  it('of a server that forwards to another one arrives as it was', async () => {
    const first = new RpcError('UNAVAILABLE', 'startWorkflow', 'startWorkflow: come back tomorrow');
    const { error } = await told(first);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: 'startWorkflow: come back tomorrow' });
  });

  it('about a server that is not there is UNAVAILABLE', async () => {
    const client = connect({ baseUrl: 'http://127.0.0.1:1' });
    const error = await rejection(client.startWorkflow(start));
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    client.close();
  });
});
