import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  type Client,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../support/certificates.ts';
import { recordingOperations, withEngine, withServer } from '../support/rpc-servers.ts';

const PROTO = fileURLToPath(new URL('../../src/rpc/proto/skein/v1/skein.proto', import.meta.url));
const STATUS = fileURLToPath(new URL('fixture/status.proto', import.meta.url));
const token = {
  sha256: createHash('sha256').update('secret').digest('hex'),
  rights: ['client', 'worker'],
} as const;

type Answer = { readonly error: ServiceError | null; readonly response: unknown };

/** A client that knows the protocol's text and nothing else of ours. */
function foreignClient(url: string, ca?: string): Client {
  const definition = loadSync(PROTO, { keepCase: true, longs: Number, enums: String, oneofs: true });
  const { skein } = loadPackageDefinition(definition) as { skein: { v1: GrpcObject } };
  const Service = skein.v1['SkeinService'] as ServiceClientConstructor; // as the file says
  const channel = ca === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(ca));
  return new Service(new URL(url).host, channel);
}

function call(client: Client, method: string, request: object, metadata = new Metadata()): Promise<Answer> {
  type Method = (
    request: object,
    metadata: Metadata,
    options: object,
    told: (error: ServiceError | null, response: unknown) => void,
  ) => void;
  const ask = (Reflect.get(client, method) as Method).bind(client); // the constructor has made it
  return new Promise((resolve) => {
    ask(request, metadata, { deadline: new Date(Date.now() + 10_000) }, (error, response) =>
      resolve({ error, response }),
    );
  });
}

/** What a status tells beside its code, read by the protocol's text alone. */
function detailOf(error: ServiceError | null): unknown {
  const [bytes] = error?.metadata.get('grpc-status-details-bin') ?? [];
  if (!Buffer.isBuffer(bytes)) throw new Error('there are no details');
  const status = protobuf.loadSync(STATUS).lookupType('google.rpc.Status').decode(bytes);
  const { details } = status.toJSON() as { details: { typeUrl: string; value: string }[] };
  const [detail] = details;
  expect(detail?.typeUrl).toBe('type.googleapis.com/skein.v1.ErrorDetail');
  const type = protobuf.loadSync(PROTO).lookupType('skein.v1.ErrorDetail');
  return type.toObject(type.decode(Buffer.from(detail?.value ?? '', 'base64')), {
    enums: String,
    defaults: true,
  });
}

describe('any client of gRPC', () => {
  it('starts a workflow, works on it and reads its history', async () => {
    await withEngine(async (engine) => {
      await withServer({ operations: engine }, async ({ url }) => {
        const client = foreignClient(url);
        const start = { id: 'w', kind: 'order', queue: 'q', input: '{"amount":5}' };
        expect((await call(client, 'StartWorkflow', start)).response).toEqual({
          workflow_id: 'w',
          created: true,
        });
        const poll = { worker: 'foreign', queues: ['q'], kinds: ['order'], lease_ms: 1_000 };
        const polled = (await call(client, 'PollWorkflow', poll)).response as {
          activation: { token: string };
        };
        const submitted = await call(client, 'SubmitCommands', {
          workflow_id: 'w',
          token: polled.activation.token,
          last_seen_sequence: 1,
          commands: [{ set_state: { key: 'step', value: 'null' } }],
          outcome: { completed: { output: '[1,2]' } },
        });
        expect(submitted.response).toMatchObject({ accepted: { status: 'WORKFLOW_STATUS_COMPLETED' } });
        const { response } = await call(client, 'GetEvents', { workflow_id: 'w', after: 0 });
        expect(response).toMatchObject({
          events: [
            { sequence: 1, workflow_started: { kind: 'order' } },
            { sequence: 2, state_set: { key: 'step', value: 'null' } },
            { sequence: 3, workflow_completed: { output: '[1, 2]'.replace(' ', '') } },
          ],
        });
        client.close();
      });
    });
  });

  it('is told why it was refused', async () => {
    await withEngine(async (engine) => {
      await withServer({ operations: engine }, async ({ url }) => {
        const client = foreignClient(url);
        const unknown = await call(client, 'QueryWorkflow', { workflow_id: 'nobody' });
        expect(unknown.error).toMatchObject({ code: 5, details: 'there is no workflow nobody' });
        expect(detailOf(unknown.error)).toEqual({
          code: 'ERROR_CODE_NOT_FOUND',
          subject: 'nobody',
          retryable: false,
        });
        const invalid = await call(client, 'StartWorkflow', { kind: 'k', queue: 'q' });
        expect(invalid.error).toMatchObject({ code: 3, details: 'id: must not be empty' });
        expect(detailOf(invalid.error)).toEqual({
          code: 'ERROR_CODE_INVALID_ARGUMENT',
          subject: 'id',
          retryable: false,
        });
        client.close();
      });
    });
  });

  it('brings its token, over TLS', async () => {
    const tls = selfSignedCertificate();
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tls, tokens: [token] }, async ({ url }) => {
      const client = foreignClient(url, tls.cert);
      const refused = await call(client, 'GetTask', { task_id: 't' });
      expect(refused.error).toMatchObject({ code: 16 });
      expect(detailOf(refused.error)).toMatchObject({ code: 'ERROR_CODE_UNAUTHENTICATED' });
      const metadata = new Metadata();
      metadata.set('authorization', 'Bearer secret');
      expect((await call(client, 'GetTask', { task_id: 't' }, metadata)).error).toBeNull();
      expect(asked).toEqual([['getTask', { taskId: 't' }]]);
      client.close();
    });
  });

  it('is told that its request is too large', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, maxRequestBytes: 100 }, async ({ url }) => {
      const client = foreignClient(url);
      const { error } = await call(client, 'GetTask', { task_id: 'x'.repeat(200) });
      expect(error).toMatchObject({ code: 8 });
      expect(asked).toEqual([]);
      client.close();
    });
  });
});
