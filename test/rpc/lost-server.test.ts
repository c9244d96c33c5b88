import { createServer } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/rpc/index.ts';
import { rejection } from '../support/rpc-servers.ts';

describe('a call', () => {
  it.each(['session', 'stream'] as const)(
    'that was under way when the server went away may be repeated: its %s is closed',
    async (closed) => {
      const server = createServer((request) => {
        if (closed === 'session') request.stream.session?.destroy();
        else request.stream.close(8); // CANCEL
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
      const connection = connect({ baseUrl: `http://127.0.0.1:${address.port}` });
      try {
        expect(await rejection(connection.queryWorkflow({ workflowId: 'w' }))).toMatchObject({
          name: 'RpcError',
          code: 'UNAVAILABLE',
          operation: 'queryWorkflow',
          retryable: true,
        });
      } finally {
        connection.close();
        server.close();
      }
    },
  );

  it('that was given up on this side is told so', async () => {
    const server = createServer(() => undefined); // never answers
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
    const connection = connect({ baseUrl: `http://127.0.0.1:${address.port}` });
    const call = rejection(connection.queryWorkflow({ workflowId: 'w' }));
    connection.close();
    expect(await call).toMatchObject({ name: 'RpcError', code: 'CANCELLED', retryable: false });
    server.close();
  });
});
