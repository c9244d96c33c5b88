import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEngine, OPERATION_NAMES, type Operations } from '../../src/engine/index.ts';
import type { Sql } from '../../src/ports/index.ts';
import { SkeinService } from '../../src/rpc/generated/skein/v1/skein_pb.ts';
import { ROUTES } from '../../src/rpc/route/index.ts';
import { framed, grpcStatus, openSession } from '../support/grpc-calls.ts';
import { withEngine, withServer } from '../support/rpc-servers.ts';
import { requests } from '../support/rpc-values.ts';
import { wildMessage } from '../support/wild-messages.ts';

/** SKEIN_FUZZ_CALLS says how many calls are made; SKEIN_FUZZ_SEED which ones. */
const CALLS = Number(process.env['SKEIN_FUZZ_CALLS'] ?? 2_000);
const SEED = Number(process.env['SKEIN_FUZZ_SEED'] ?? 1);
/** After so many calls the tables are as they were at first, so that there is always something to work on. */
const ROUND = 40;
const INTERNAL = 13;

type Call = { readonly method: string; readonly body: Buffer };

/** Right requests as right bytes. */
function rightMessage(name: keyof Operations): fc.Arbitrary<Uint8Array> {
  const schema = SkeinService.method[name].input;
  const write = ROUTES[name].request.toWire as (request: unknown, path: string) => Record<string, unknown>; // its own
  return (requests[name] as fc.Arbitrary<unknown>).map((request) =>
    toBinary(schema, create(schema, write(request, ''))),
  );
}

/** The same bytes, but for one that is another, or for those that are missing. */
function damaged(message: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(message, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean())
    .map(([bytes, position, byte, isCut]) => {
      const at = bytes.length === 0 ? 0 : position % bytes.length;
      if (isCut) return bytes.slice(0, at);
      return bytes.with(at, byte);
    });
}

const calls: fc.Arbitrary<Call> = fc.oneof(
  ...OPERATION_NAMES.map((name) => {
    const { name: method, input } = SkeinService.method[name];
    const message = fc.oneof(
      { weight: 6, arbitrary: wildMessage(input) },
      { weight: 2, arbitrary: rightMessage(name) },
      damaged(rightMessage(name)),
      fc.uint8Array({ maxLength: 60 }),
    );
    return fc
      .tuple(message, fc.integer({ min: 0, max: 40 }), fc.uint8Array({ maxLength: 20 }))
      .map(([bytes, odds, raw]) => ({ method, body: odds === 0 ? Buffer.from(raw) : framed(bytes) }));
  }),
);

it(`answers ${CALLS} calls of any kind, and what it refuses changes nothing`, {
  timeout: 60_000 + CALLS * 60,
}, async () => {
  await withEngine(async (_, sql) => {
    // Its tokens can be guessed, so that calls come far.
    const engine = createEngine({ sql, random: { uuid: () => 'token', fraction: () => 0.5 } });
    const failures: unknown[] = [];
    const onError = (error: unknown, operation: string): void => void failures.push([operation, error]);
    const answers = new Map<number, number>();
    await withServer({ operations: engine, onError, maxRequestBytes: 100_000 }, async ({ url, open }) => {
      const session = await openSession(url);
      let [count, before] = [0, ''];
      const property = fc.asyncProperty(calls, async ({ method, body }) => {
        if (count++ % ROUND === 0) {
          await begin(sql, engine);
          before = await contents(sql);
        }
        const { code, message } = await grpcStatus(session, method, body);
        answers.set(code, (answers.get(code) ?? 0) + 1);
        const after = await contents(sql);
        if (code !== 0) expect(after, `${method}: ${message}`).toBe(before);
        // Bytes that are no message are told so with the same code.
        if (code === INTERNAL) expect(message, method).toMatch(/^(?:parse binary|protocol error)/);
        expect(failures, method).toEqual([]);
        before = after;
      });
      await fc.assert(property, { numRuns: CALLS, seed: SEED, endOnFailure: true });
      session.destroy();
      await begin(sql, engine);
      expect(await open().queryWorkflow({ workflowId: 'a' })).toMatchObject({ status: 'RUNNING' });
    });
    // Of all kinds of answers there are many, or the calls were not what they ought to be.
    for (const code of [0, 3, 5]) expect(answers.get(code), `code ${code}`).toBeGreaterThan(CALLS / 50);
    process.stderr.write(`answers by gRPC status: ${JSON.stringify([...answers])}\n`);
  });
});

/** A workflow and a task that are being worked on, and little else. */
async function begin(sql: Sql, engine: Operations): Promise<void> {
  for (const table of ['idempotency_key', 'task_execution', 'workflow_execution', 'schedule', 'worker']) {
    await sql.query(`delete from ${table}`);
  }
  const work = { id: 'a', kind: 'a', queue: 'a' };
  const poll = { worker: 'a', queues: ['a'], kinds: ['a'], leaseMs: 86_400_000 };
  await engine.startWorkflow(work);
  await engine.pollWorkflow(poll);
  await engine.startTask({ ...work, retry: { retries: 1, initialDelay: 0, maxDelay: 0 } });
  await engine.pollTask(poll);
}

/** All that is in the tables, in short. */
async function contents(sql: Sql): Promise<string> {
  const tables = [
    'workflow_execution',
    'workflow_event',
    'task_execution',
    'timer',
    'promise',
    'child_workflow',
    'workflow_state',
    'idempotency_key',
    'worker',
    'schedule',
    'schedule_run',
  ];
  const hashes = tables.map(
    (table) => `(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${table} as t)`,
  );
  const rows = await sql.query<{ hash: string }>(`select concat_ws(' ', ${hashes.join(', ')}) as hash`);
  return rows[0]?.hash ?? '';
}
