import * as fc from 'fast-check';
import type { State, Workflow } from '../../models/reference/index.ts';
import { SWEEP_NAMES } from '../../src/engine/index.ts';
import type { Failure, Json, Outcome } from '../../src/events/index.ts';
import type { Call } from './engine-in-hand.ts';
import { commandFrom, commandIdeas } from './reference-commands.ts';

/** What a program remembers of its calls, so that later ones can speak of it. */
export type Memory = {
  readonly calls: Call[];
  /** Activations that were handed out, and how long the histories were then. */
  readonly activations: { readonly workflowId: string; readonly token: string; readonly seen: number }[];
  readonly attempts: { readonly taskId: string; readonly attempt: number; readonly token: string }[];
};

/** An idea of a call: which one it is shows when it is made. @returns undefined where there is nothing to call for */
export type Move = (state: State, memory: Memory) => Call | undefined;

const NOBODY = 'nobody';
const WORKFLOWS = ['w1', 'w2', 'w3', 'w1/child/1'];
const QUEUES = ['red', 'blue'];
const KINDS = ['order', 'charge'];

const number = fc.nat(31);
const key = fc.option(fc.constantFrom('key-1', 'key-2'), { nil: undefined, freq: 2 });
const json: fc.Arbitrary<Json | undefined> = fc.constantFrom<(Json | undefined)[]>(
  undefined,
  null,
  1,
  'text',
  { a: [1, null] },
);
const failure: fc.Arbitrary<Failure> = fc.constantFrom(
  { name: 'Error', message: 'no' },
  { name: 'Odd', message: '' },
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Outcome>({ type: 'SUSPENDED' }) },
  { weight: 1, arbitrary: json.map((output): Outcome => ({ type: 'COMPLETED', ...optional({ output }) })) },
  { weight: 1, arbitrary: failure.map((error): Outcome => ({ type: 'FAILED', error })) },
  { weight: 1, arbitrary: fc.constant<Outcome>({ type: 'CANCELLED' }) },
);
const lease = fc.constantFrom(0, 1_000, 30_000);
const asking = fc.record({
  worker: fc.constantFrom('worker-1', 'worker-2'),
  queues: fc.constantFrom(QUEUES, ['red'], []),
  kinds: fc.constantFrom(KINDS, ['order'], ['charge']),
  leaseMs: lease,
});
const starting = fc.record({
  id: fc.constantFrom(...WORKFLOWS),
  kind: fc.constantFrom(...KINDS),
  queue: fc.constantFrom(...QUEUES),
  priority: fc.constantFrom(undefined, 1),
  version: fc.constantFrom(undefined, '2'),
  input: json,
});
const retry = fc.constantFrom(
  { retries: 0, initialDelay: 100, maxDelay: 100 },
  { retries: 2, initialDelay: 1_000, maxDelay: 1_500 },
);

/** What does not concern anything that is there: reads, and calls for what is not. */
const startMoves = fc.oneof(
  fc.tuple(starting, key).map(
    ([start, idempotencyKey]): Move =>
      () => ({
        name: 'startWorkflow',
        request: optional({ ...start, idempotencyKey }),
      }),
  ),
  fc.tuple(starting, signalling()).map(
    ([start, signal]): Move =>
      () => ({
        name: 'signalWithStart',
        request: { start: optional(start), signal },
      }),
  ),
  fc
    .tuple(fc.constantFrom('t1', 't2', 'w1/task/1'), fc.constantFrom(...KINDS), json, retry, key, delay())
    .map(
      ([id, kind, input, retry, idempotencyKey, timeoutMs]): Move =>
        () => ({
          name: 'startTask',
          request: optional({ id, kind, queue: 'red', input, retry, idempotencyKey, timeoutMs }),
        }),
    ),
);

const clientMoves = fc.oneof(
  fc.tuple(number, signalling()).map(
    ([n, signal]): Move =>
      (state) => ({
        name: 'signalWorkflow',
        request: { workflowId: workflowAt(state, n), ...signal },
      }),
  ),
  fc.tuple(number, fc.constantFrom(undefined, 'enough'), fc.boolean()).map(
    ([n, reason, dies]): Move =>
      (state) => ({
        name: 'cancelWorkflow',
        request: optional({ workflowId: workflowAt(state, n), reason }),
        ...(dies ? { dies } : {}),
      }),
  ),
  number.map(
    (n): Move =>
      (state) => ({
        name: 'cancelTask',
        request: { taskId: at([...state.tasks.keys()], n) ?? NOBODY },
      }),
  ),
  number.map(
    (n): Move =>
      (state) => ({
        name: 'cancelTimer',
        request: at(
          within(state, ({ timers }) => timers, 'timerId'),
          n,
        ) ?? { workflowId: NOBODY, timerId: NOBODY },
      }),
  ),
  fc.tuple(number, json).map(
    ([n, value]): Move =>
      (state) => ({
        name: 'resolvePromise',
        request: optional({ ...promiseAt(state, n), value }),
      }),
  ),
  fc.tuple(number, failure).map(
    ([n, error]): Move =>
      (state) => ({
        name: 'rejectPromise',
        request: { ...promiseAt(state, n), error },
      }),
  ),
);

const readMoves = fc.oneof(
  number.map(
    (n): Move =>
      (state) => ({
        name: 'queryWorkflow',
        request: { workflowId: workflowAt(state, n) },
      }),
  ),
  number.map(
    (n): Move =>
      (state) => ({
        name: 'getTask',
        request: { taskId: at([...state.tasks.keys()], n) ?? NOBODY },
      }),
  ),
  fc.tuple(number, fc.nat(3), fc.constantFrom(undefined, 0, 1, 5)).map(
    ([n, after, limit]): Move =>
      (state) => ({
        name: 'getEvents',
        request: optional({ workflowId: workflowAt(state, n), after, limit }),
      }),
  ),
  fc
    .tuple(
      fc.constantFrom(undefined, 'PENDING' as const, 'WAITING' as const),
      fc.constantFrom(undefined, ...KINDS),
      fc.constantFrom(undefined, 'w1'),
      fc.constantFrom(undefined, 'w1', 'w2'),
      fc.constantFrom(1, 100),
    )
    .map(
      ([status, kind, idPrefix, after, limit]): Move =>
        () => ({
          name: 'listWorkflows',
          request: optional({ status, kind, idPrefix, after, limit }),
        }),
    ),
);

const pollMoves = fc.oneof(
  asking.map(
    (request): Move =>
      () => ({ name: 'pollWorkflow', request }),
  ),
  asking.map(
    (request): Move =>
      () => ({ name: 'pollTask', request }),
  ),
);

const activationMoves = fc
  .tuple(fc.nat(3), fc.boolean(), fc.array(commandIdeas, { maxLength: 4 }), outcome, number)
  .map(
    ([n, sawAll, ideas, outcome, luck]): Move =>
      (state, { activations }) => {
        const activation = at(activations, n);
        if (!activation) return undefined;
        const { workflowId, token, seen } = activation;
        const workflow = state.workflows.get(workflowId);
        const lastSeenSequence = sawAll ? (workflow?.history.length ?? 0) : seen;
        const commands = ideas.map((idea, index) => commandFrom(idea, state, workflowId, index));
        const dies = luck === 31;
        return {
          name: 'submitCommands',
          request: { workflowId, token, lastSeenSequence, commands, outcome },
          ...(dies ? { dies } : {}),
        };
      },
  );

const attemptMoves = fc.oneof(
  fc.tuple(fc.nat(3), json).map(
    ([n, output]): Move =>
      (_, { attempts }) => {
        const attempt = at(attempts, n);
        return attempt && { name: 'completeTask', request: optional({ ...attempt, output }) };
      },
  ),
  fc.tuple(fc.nat(3), failure, fc.boolean()).map(
    ([n, error, retryable]): Move =>
      (_, { attempts }) => {
        const attempt = at(attempts, n);
        return attempt && { name: 'failTask', request: { ...attempt, error, retryable } };
      },
  ),
  fc.tuple(fc.nat(3), json, lease).map(
    ([n, progress, leaseMs]): Move =>
      (_, { attempts }) => {
        const attempt = at(attempts, n);
        return attempt && { name: 'heartbeat', request: optional({ ...attempt, leaseMs, progress }) };
      },
  ),
);

const scheduleMoves = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('nightly', 'w1'),
      times: fc.constantFrom(1_000, 7_000, 60_000).map((everyMs) => ({ type: 'INTERVAL' as const, everyMs })),
      kind: fc.constantFrom(...KINDS),
      queue: fc.constant('red'),
      input: json,
      overlap: fc.constantFrom('SKIP' as const, 'ALLOW' as const, 'CANCEL_PREVIOUS' as const),
      missed: fc.constantFrom('SKIP' as const, 'RUN_ONCE' as const),
    })
    .map(
      (schedule): Move =>
        () => ({ name: 'putSchedule', request: optional(schedule) }),
    ),
  fc
    .tuple(
      fc.constantFrom('getSchedule' as const, 'deleteSchedule' as const),
      fc.constantFrom('nightly', 'w1'),
    )
    .map(
      ([name, scheduleId]): Move =>
        () => ({ name, request: { scheduleId } }),
    ),
);

const sweepMoves = fc.tuple(fc.constantFrom(...SWEEP_NAMES), fc.constantFrom(1, 2, 100)).map(
  ([name, limit]): Move =>
    () => ({ name, request: { limit } }),
);

/** A call once more, as if its answer had been lost. */
const repeatedMoves = fc.nat(5).map(
  (n): Move =>
    (_, { calls }) =>
      at(calls, n),
);

/** Every kind of call, those that lead somewhere most often. */
export const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: startMoves },
  { weight: 4, arbitrary: clientMoves },
  { weight: 1, arbitrary: readMoves },
  { weight: 7, arbitrary: pollMoves },
  { weight: 6, arbitrary: activationMoves },
  { weight: 4, arbitrary: attemptMoves },
  { weight: 1, arbitrary: scheduleMoves },
  { weight: 5, arbitrary: sweepMoves },
  { weight: 2, arbitrary: repeatedMoves },
);

/** How far time goes on, in milliseconds. */
export const pauses: fc.Arbitrary<number> = fc.constantFrom(1, 50, 500, 1_000, 5_000, 60_000, 8 * 86_400_000);

function signalling() {
  return fc
    .record({ name: fc.constantFrom('go', 'stop'), payload: json, idempotencyKey: key })
    .map((signal) => optional(signal));
}

function delay() {
  return fc.constantFrom(undefined, 0, 500, 10_000);
}

function workflowAt(state: State, n: number): string {
  return at([...state.workflows.keys()], n) ?? NOBODY;
}

function promiseAt(state: State, n: number): { readonly workflowId: string; readonly name: string } {
  return (
    at(
      within(state, ({ promises }) => promises, 'name'),
      n,
    ) ?? { workflowId: NOBODY, name: NOBODY }
  );
}

/** Addresses of what workflows have. */
function within<Name extends string>(
  state: State,
  pick: (workflow: Workflow) => ReadonlyMap<string, unknown>,
  name: Name,
): readonly ({ readonly workflowId: string } & { readonly [Key in Name]: string })[] {
  return [...state.workflows.values()].flatMap((workflow) =>
    // The object has just these two properties.
    [...pick(workflow).keys()].map((id) => ({ workflowId: workflow.id, [name]: id }) as never),
  );
}

/** One of a list, counted from its end: 0 is the last. */
export function at<Item>(list: readonly Item[], n: number): Item | undefined {
  return list[list.length - 1 - (n % Math.max(list.length, 1))];
}

type Present<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/** An object without what is undefined, which is how a request leaves something out. */
function optional<Fields extends object>(fields: Fields): Present<Fields> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<Fields>; // just those that may be absent are
}
