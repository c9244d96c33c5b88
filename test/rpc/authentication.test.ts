import { createHash } from 'node:crypto';
import type fc from 'fast-check';
import { sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError, OPERATION_NAMES, type Operations } from '../../src/engine/index.ts';
import type { Command } from '../../src/events/index.ts';
import type { Right, Token } from '../../src/rpc/index.ts';
import { recordingOperations, rejection, withServer } from '../support/rpc-servers.ts';
import { requests } from '../support/rpc-values.ts';

type Name = keyof Operations;

const WORKER: readonly Name[] = [
  'getEvents',
  'pollWorkflow',
  'submitCommands',
  'pollTask',
  'heartbeat',
  'completeTask',
  'failTask',
  'heartbeatWorker',
];
const ADMIN: readonly Name[] = ['putSchedule', 'deleteSchedule'];
const CLIENT = OPERATION_NAMES.filter(
  (name) => name === 'getEvents' || !(WORKER.includes(name) || ADMIN.includes(name)),
);
const ALLOWED: { readonly [Each in Right]: readonly Name[] } = {
  client: CLIENT,
  worker: WORKER,
  admin: OPERATION_NAMES,
};
const RIGHTS = ['client', 'worker', 'admin'] as const;

function token(secret: string, rights: readonly Right[], namespace?: string): Token {
  const sha256 = createHash('sha256').update(secret).digest('hex');
  return namespace === undefined ? { sha256, rights } : { sha256, rights, namespace };
}

/** Calls any operation. */
function call(operations: Operations, name: Name, request: object): Promise<unknown> {
  return (operations[name] as (request: object) => Promise<unknown>)(request);
}

describe('tokens', () => {
  const tokens = [...RIGHTS.map((right) => token(right, [right])), token('both', ['client', 'worker'])];

  it.each(RIGHTS)('with the right "%s" may do what it is for, and nothing else', async (right) => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tokens }, async ({ open }) => {
      const client = open({ token: right });
      for (const name of OPERATION_NAMES) {
        const [request] = sample(requests[name] as fc.Arbitrary<object>, { numRuns: 1, seed: 7 });
        if (ALLOWED[right].includes(name)) {
          await call(client, name, request ?? {});
          expect(asked.splice(0).map(([each]) => each)).toEqual([name]);
        } else {
          const error = await rejection(call(client, name, request ?? {}));
          expect(error).toBeInstanceOf(EngineError);
          expect(error).toMatchObject({ code: 'PERMISSION_DENIED', subject: name });
          expect(asked).toEqual([]);
        }
      }
    });
  });

  it('may have several rights', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tokens }, async ({ open }) => {
      const client = open({ token: 'both' });
      await client.queryWorkflow({ workflowId: 'w' });
      await client.pollTask({ worker: 'w', queues: [], kinds: [], leaseMs: 1 });
      expect(asked).toHaveLength(2);
      expect(await rejection(client.deleteSchedule({ scheduleId: 's' }))).toMatchObject({
        code: 'PERMISSION_DENIED',
      });
    });
  });

  it.each([
    ['no token', undefined],
    ['an unknown token', 'guess'],
    ['the hash of a token', token('client', []).sha256],
  ])('%s opens nothing', async (_, guess) => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tokens }, async ({ open }) => {
      const client = open(guess === undefined ? {} : { token: guess });
      for (const name of OPERATION_NAMES) {
        const [request] = sample(requests[name] as fc.Arbitrary<object>, { numRuns: 1, seed: 7 });
        const error = await rejection(call(client, name, request ?? {}));
        expect(error).toBeInstanceOf(EngineError);
        expect(error).toMatchObject({ code: 'UNAUTHENTICATED', subject: 'authorization' });
      }
      expect(asked).toEqual([]);
    });
  });
});

const retry = { retries: 0, initialDelay: 0, maxDelay: 0 };
const lease = { attempt: 1, token: 't' };
const poll = { worker: 'w', kinds: ['k'], leaseMs: 1 };
const submit = { token: 't', lastSeenSequence: 1, outcome: { type: 'SUSPENDED' } } as const;
const commands = (at: string): readonly Command[] => [
  { type: 'SCHEDULE_TASK', taskId: `${at}t`, kind: 'k', queue: `${at}q`, retry },
  { type: 'CANCEL_TASK', taskId: `${at}t` },
  { type: 'START_CHILD', childId: `${at}c`, kind: 'k', queue: `${at}q` },
  { type: 'CANCEL_CHILD', childId: `${at}c` },
];
const home = 'a/';
const schedule = {
  times: { type: 'INTERVAL', everyMs: 1 },
  kind: 'k',
  overlap: 'SKIP',
  missed: 'SKIP',
} as const;
const settle = { name: 'p' };

/** Requests each of which names one thing, and how that field is called. */
const NAMING: readonly (readonly [Name, field: string, (at: string) => object])[] = [
  ['startWorkflow', 'id', (at) => ({ id: `${at}w`, kind: 'k', queue: 'a/q' })],
  ['startWorkflow', 'queue', (at) => ({ id: 'a/w', kind: 'k', queue: `${at}q` })],
  ['signalWorkflow', 'workflow_id', (at) => ({ workflowId: `${at}w`, name: 's' })],
  [
    'signalWithStart',
    'start.id',
    (at) => ({ start: { id: `${at}w`, kind: 'k', queue: 'a/q' }, signal: { name: 's' } }),
  ],
  [
    'signalWithStart',
    'start.queue',
    (at) => ({ start: { id: 'a/w', kind: 'k', queue: `${at}q` }, signal: { name: 's' } }),
  ],
  ['cancelWorkflow', 'workflow_id', (at) => ({ workflowId: `${at}w` })],
  ['cancelTimer', 'workflow_id', (at) => ({ workflowId: `${at}w`, timerId: 't' })],
  ['resolvePromise', 'workflow_id', (at) => ({ ...settle, workflowId: `${at}w` })],
  [
    'rejectPromise',
    'workflow_id',
    (at) => ({ ...settle, workflowId: `${at}w`, error: { name: '', message: '' } }),
  ],
  ['queryWorkflow', 'workflow_id', (at) => ({ workflowId: `${at}w` })],
  ['listWorkflows', 'id_prefix', (at) => ({ idPrefix: at, limit: 1 })],
  ['getEvents', 'workflow_id', (at) => ({ workflowId: `${at}w`, after: 0 })],
  ['pollWorkflow', 'queues[1]', (at) => ({ ...poll, queues: ['a/q', `${at}q`] })],
  ['submitCommands', 'workflow_id', (at) => ({ ...submit, workflowId: `${at}w`, commands: [] })],
  ...(['task_id', 'task_id', 'child_id', 'child_id'] as const).map(
    (field, index) =>
      [
        'submitCommands',
        `commands[${index}].${field}`,
        (at: string) => ({
          ...submit,
          workflowId: 'a/w',
          commands: commands(home).with(index, commands(at)[index] ?? never()),
        }),
      ] as const,
  ),
  ...[0, 2].map(
    (index) =>
      [
        'submitCommands',
        `commands[${index}].queue`,
        (at: string) => ({
          ...submit,
          workflowId: 'a/w',
          commands: commands(home).with(index, {
            ...(commands(home)[index] ?? never()),
            queue: `${at}q`,
          } as Command),
        }),
      ] as const,
  ),
  ['startTask', 'id', (at) => ({ id: `${at}t`, kind: 'k', queue: 'a/q', retry })],
  ['startTask', 'queue', (at) => ({ id: 'a/t', kind: 'k', queue: `${at}q`, retry })],
  ['getTask', 'task_id', (at) => ({ taskId: `${at}t` })],
  ['cancelTask', 'task_id', (at) => ({ taskId: `${at}t` })],
  ['pollTask', 'queues[0]', (at) => ({ ...poll, queues: [`${at}q`] })],
  ['heartbeat', 'task_id', (at) => ({ ...lease, taskId: `${at}t`, leaseMs: 1 })],
  ['completeTask', 'task_id', (at) => ({ ...lease, taskId: `${at}t` })],
  [
    'failTask',
    'task_id',
    (at) => ({ ...lease, taskId: `${at}t`, retryable: true, error: { name: '', message: '' } }),
  ],
  ['heartbeatWorker', 'queues[0]', (at) => ({ worker: 'w', queues: [`${at}q`], workflows: [], tasks: [] })],
  ['putSchedule', 'schedule.id', (at) => ({ ...schedule, id: `${at}s`, queue: 'a/q' })],
  ['putSchedule', 'schedule.queue', (at) => ({ ...schedule, id: 'a/s', queue: `${at}q` })],
  ['getSchedule', 'schedule_id', (at) => ({ scheduleId: `${at}s` })],
  ['deleteSchedule', 'schedule_id', (at) => ({ scheduleId: `${at}s` })],
];

describe('a token with a namespace', () => {
  const tokens = [token('a', ['admin'], 'a'), token('b', ['admin'], 'b'), token('all', ['admin'])];

  it('is tested with every operation', () => {
    expect(new Set(NAMING.map(([name]) => name))).toEqual(new Set(OPERATION_NAMES));
  });

  it.each(NAMING)('may name in %s as %s what is in it, and nothing else', async (name, field, request) => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tokens }, async ({ open }) => {
      const client = open({ token: 'a' });
      await call(client, name, request('a/'));
      expect(asked.splice(0)).toEqual([[name, request('a/')]]);
      for (const at of ['b/', 'a', 'ab/', '/a/', ' a/', 'A/']) {
        const error = await rejection(call(client, name, request(at)));
        expect(error).toBeInstanceOf(EngineError);
        expect(error).toMatchObject({ code: 'PERMISSION_DENIED', message: `${field}: must begin with "a/"` });
      }
      expect(asked).toEqual([]);
    });
  });

  it('has to say whose workflows it wants to see', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tokens }, async ({ open }) => {
      const error = await rejection(open({ token: 'a' }).listWorkflows({ limit: 1 }));
      expect(error).toMatchObject({ code: 'PERMISSION_DENIED' });
      await open({ token: 'all' }).listWorkflows({ limit: 1 });
      expect(asked).toHaveLength(1);
    });
  });

  it('has idempotency keys of its own', async () => {
    const { operations, asked } = recordingOperations();
    await withServer({ operations, tokens }, async ({ open }) => {
      for (const each of ['a', 'b']) {
        const start = { id: `${each}/w`, kind: 'k', queue: `${each}/q`, idempotencyKey: 'key' };
        await open({ token: each }).startWorkflow(start);
        await open({ token: each }).startTask({ ...start, retry });
      }
      const keys = asked.map(([, request]) => (request as { idempotencyKey: string }).idempotencyKey);
      expect(keys).toEqual(['a/key', 'a/key', 'b/key', 'b/key']);
      const long = { id: 'a/w', kind: 'k', queue: 'a/q', idempotencyKey: 'x'.repeat(254) };
      const error = await rejection(open({ token: 'a' }).startWorkflow(long));
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', subject: 'idempotency_key' });
    });
  });
});

function never(): never {
  throw new Error('there are as many commands as fields');
}
