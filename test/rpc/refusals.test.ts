import { create, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engine/index.ts';
import { SkeinService } from '../../src/rpc/generated/skein/v1/skein_pb.ts';
import { type InputOf, type OperationName, ROUTES } from '../../src/rpc/route/index.ts';

type Case = readonly [what: string, message: string, refuse: () => unknown];

/** A message that the operation refuses to understand. */
function refused<Name extends OperationName>(
  name: Name,
  init: MessageInitShape<InputOf<Name>>,
  message: string,
): Case {
  const schema: DescMessage = SkeinService.method[name].input;
  const read = ROUTES[name].request.toValue as (message: unknown, path: string) => unknown; // of the same operation
  return [name, message, () => read(create(schema, init as Record<string, unknown>), '')];
}

const start = { id: 'a', kind: 'k', queue: 'q' };
const retry = { retries: 0, initialDelay: 0n, maxDelay: 0n };
const submit = {
  workflowId: 'w',
  token: 't',
  lastSeenSequence: 0n,
  outcome: { body: { case: 'suspended', value: {} } },
} as const;
const poll = { worker: 'w', queues: [], kinds: [], leaseMs: 1n };
const many = (count: number): string[] => Array.from({ length: count }, () => 'x');
const commandBefore = { body: { case: 'clearState', value: { key: 'k' } } } as const;
const task = { taskId: 't', kind: 'k', queue: 'q', retry } as const;

const cases: readonly Case[] = [
  refused('startWorkflow', { ...start, id: '' }, 'id: must not be empty'),
  refused('startWorkflow', { ...start, id: 'x'.repeat(256) }, 'id: must not have more than 255 characters'),
  refused('startWorkflow', { ...start, id: 'a\0' }, 'id: must not have NUL characters'),
  refused('startWorkflow', { ...start, kind: '' }, 'kind: must not be empty'),
  refused('startWorkflow', { ...start, queue: '' }, 'queue: must not be empty'),
  refused('startWorkflow', { ...start, idempotencyKey: '' }, 'idempotency_key: must not be empty'),
  refused('startWorkflow', { ...start, input: '' }, 'input: must be JSON text'),
  refused('startWorkflow', { ...start, input: '{' }, 'input: must be JSON text'),
  refused('startWorkflow', { ...start, input: '{"a\\u0000":1}' }, 'input: must not have NUL characters'),
  refused(
    'startWorkflow',
    { ...start, input: '["\\ud800"]' },
    'input: must not have halves of surrogate pairs',
  ),
  refused(
    'startWorkflow',
    { ...start, input: '1e999' },
    'input: has a number that is larger than numbers can be',
  ),
  refused(
    'startWorkflow',
    { ...start, input: '['.repeat(100_000) + ']'.repeat(100_000) },
    'input: must not be deeper than 1000 arrays and objects',
  ),
  refused('signalWithStart', { signal: { name: 's' } }, 'start: must be there'),
  refused('signalWithStart', { start }, 'signal: must be there'),
  refused('signalWithStart', { start, signal: { name: '' } }, 'signal.name: must not be empty'),
  refused('rejectPromise', { workflowId: 'w', name: 'p' }, 'error: must be there'),
  refused(
    'rejectPromise',
    { workflowId: 'w', name: 'p', error: { name: 'E', message: '\0' } },
    'error.message: must not have NUL characters',
  ),
  refused('listWorkflows', { limit: 0 }, 'limit: must be a whole number from 1 to 1000, and is 0'),
  refused('listWorkflows', { limit: 1_001 }, 'limit: must be a whole number from 1 to 1000, and is 1001'),
  refused(
    'listWorkflows',
    { limit: 1, status: 0 },
    'status: must be one of PENDING, RUNNING, WAITING, CANCELLING, COMPLETED, FAILED, CANCELLED, and is 0',
  ),
  refused(
    'listWorkflows',
    { limit: 1, status: 99 as never },
    'status: must be one of PENDING, RUNNING, WAITING, CANCELLING, COMPLETED, FAILED, CANCELLED, and is 99',
  ),
  refused(
    'getEvents',
    { workflowId: 'w', after: -1n },
    'after: must be a whole number from 0 to 2147483647, and is -1',
  ),
  refused(
    'getEvents',
    { workflowId: 'w', after: 2n ** 62n },
    'after: must be a whole number from 0 to 2147483647, and is 4611686018427388000',
  ),
  refused(
    'getEvents',
    { workflowId: 'w', limit: 0 },
    'limit: must be a whole number from 1 to 1000, and is 0',
  ),
  refused('pollTask', { ...poll, worker: '' }, 'worker: must not be empty'),
  refused(
    'pollTask',
    { ...poll, leaseMs: 0n },
    'lease_ms: must be a whole number from 1 to 86400000, and is 0',
  ),
  refused(
    'pollTask',
    { ...poll, leaseMs: 86_400_001n },
    'lease_ms: must be a whole number from 1 to 86400000, and is 86400001',
  ),
  refused(
    'pollWorkflow',
    { ...poll, queues: many(1_001) },
    'queues: must not have more than 1000 entries, and has 1001',
  ),
  refused(
    'pollWorkflow',
    { ...poll, kinds: many(1_001) },
    'kinds: must not have more than 1000 entries, and has 1001',
  ),
  refused('pollWorkflow', { ...poll, kinds: ['a', ''] }, 'kinds[1]: must not be empty'),
  refused('submitCommands', { ...submit, token: '' }, 'token: must not be empty'),
  refused(
    'submitCommands',
    { ...submit, lastSeenSequence: -1n },
    'last_seen_sequence: must be a whole number from 0 to 2147483647, and is -1',
  ),
  refused('submitCommands', { workflowId: 'w', token: 't' }, 'outcome: must be there'),
  refused(
    'submitCommands',
    { ...submit, outcome: {} },
    'outcome: must be one of suspended, completed, failed, cancelled',
  ),
  refused(
    'submitCommands',
    { ...submit, outcome: { body: { case: 'failed', value: {} } } },
    'outcome.error: must be there',
  ),
  refused(
    'submitCommands',
    { ...submit, commands: Array.from({ length: 10_001 }, () => commandBefore) },
    'commands: must not have more than 10000 entries, and has 10001',
  ),
  refused(
    'submitCommands',
    { ...submit, commands: [{}] },
    'commands[0]: must be one of schedule_task, cancel_task, start_timer, cancel_timer, create_promise, start_child, cancel_child, record_operation, set_state, clear_state',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [
        commandBefore,
        commandBefore,
        commandBefore,
        { body: { case: 'scheduleTask', value: { ...task, taskId: '' } } },
      ],
    },
    'commands[3].task_id: must not be empty',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [{ body: { case: 'scheduleTask', value: { ...task, taskId: 'x'.repeat(301) } } }],
    },
    'commands[0].task_id: must not have more than 300 characters',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [{ body: { case: 'scheduleTask', value: { taskId: 't', kind: 'k', queue: 'q' } } }],
    },
    'commands[0].retry: must be there',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [{ body: { case: 'scheduleTask', value: { ...task, retry: { ...retry, retries: 1_001 } } } }],
    },
    'commands[0].retry.retries: must be a whole number from 0 to 1000, and is 1001',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [{ body: { case: 'scheduleTask', value: { ...task, retry: { ...retry, maxDelay: -1n } } } }],
    },
    'commands[0].retry.max_delay: must be a whole number from 0 to 2147483647, and is -1',
  ),
  refused(
    'submitCommands',
    { ...submit, commands: [{ body: { case: 'startTimer', value: { timerId: 't' } } }] },
    'commands[0]: must have one of delay_ms, fire_at',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [
        { body: { case: 'startTimer', value: { timerId: 't', fire: { case: 'delayMs', value: -1n } } } },
      ],
    },
    'commands[0].delay_ms: must be a whole number from 0 to 3155760000000, and is -1',
  ),
  refused(
    'submitCommands',
    { ...submit, commands: [{ body: { case: 'setState', value: { key: 'k' } } }] },
    'commands[0].value: must be there',
  ),
  refused(
    'submitCommands',
    { ...submit, commands: [{ body: { case: 'recordOperation', value: { position: 1, name: 'o' } } }] },
    'commands[0].result: must be there',
  ),
  refused(
    'submitCommands',
    {
      ...submit,
      commands: [{ body: { case: 'recordOperation', value: { position: 1, name: 'o', result: {} } } }],
    },
    'commands[0].result: must be one of output, error',
  ),
  refused(
    'startTask',
    { ...start, retry, id: 'x'.repeat(301) },
    'id: must not have more than 300 characters',
  ),
  refused(
    'completeTask',
    { taskId: 't', attempt: 0, token: 'x' },
    'attempt: must be a whole number from 1 to 2147483647, and is 0',
  ),
  refused('putSchedule', {}, 'schedule: must be there'),
  refused('putSchedule', { schedule: { ...start, overlap: 1, missed: 1 } }, 'schedule.times: must be there'),
  refused(
    'putSchedule',
    { schedule: { ...start, overlap: 1, missed: 1, times: {} } },
    'schedule.times: must be one of cron, interval',
  ),
  refused(
    'putSchedule',
    {
      schedule: {
        ...start,
        overlap: 1,
        missed: 1,
        times: { body: { case: 'interval', value: { everyMs: 0n } } },
      },
    },
    'schedule.times.every_ms: must be a whole number from 1 to 3155760000000, and is 0',
  ),
  refused(
    'putSchedule',
    {
      schedule: {
        ...start,
        missed: 1,
        times: { body: { case: 'interval', value: { everyMs: 1n } } },
      },
    },
    'schedule.overlap: must be one of SKIP, ALLOW, CANCEL_PREVIOUS, and is 0',
  ),
];

describe('a request that is not as it must be', () => {
  it.each(cases)('%s: %s', (_, message, refuse) => {
    let thrown: unknown;
    try {
      refuse();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EngineError);
    expect(thrown).toMatchObject({ code: 'INVALID_ARGUMENT', subject: message.split(': ')[0], message });
  });

  it('may use all of its limits', () => {
    const read = ROUTES.startWorkflow.request.toValue;
    const message = create(SkeinService.method.startWorkflow.input, {
      ...start,
      id: '🧶'.repeat(255), // PostgreSQL counts characters
      input: '['.repeat(1_000) + ']'.repeat(1_000),
    });
    expect(read(message, '').id).toHaveLength(510);
  });

  it('is refused by the client in the same words, before it is sent', () => {
    const write = ROUTES.startWorkflow.request.toWire;
    expect(() => write({ ...start, id: '' }, '')).toThrow('id: must not be empty');
    expect(() => write({ ...start, input: [Number.NaN] }, '')).toThrow('input: has a number');
    expect(() => write({ ...start, input: 1n as never }, '')).toThrow('input: has a bigint');
    expect(() => write({ ...start, input: (() => 1) as never }, '')).toThrow('input: is nothing that JSON');
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => write({ ...start, input: loop as never }, '')).toThrow('input: must not be deeper');
  });
});
