import fc from 'fast-check';
import type { Operations } from '../../src/engine/index.ts';
import type { Command, EventBody, Failure, Json, OperationResult } from '../../src/events/index.ts';

type Requests = {
  readonly [Name in keyof Operations]: fc.Arbitrary<Parameters<Operations[Name]>[0]>;
};
type Responses = {
  readonly [Name in keyof Operations]: fc.Arbitrary<Awaited<ReturnType<Operations[Name]>>>;
};

/** Objects as the engine makes them. */
const PLAIN = { noNullPrototype: true } as const;
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((each) => !each.includes('\0'));
const name = text.filter((each) => each !== '');
const whole = (max = 2 ** 31 - 1, min = 0) => fc.integer({ min, max });
const time = whole(8.64e15);
/** What JSON keeps as it is: not -0. */
const json: fc.Arbitrary<Json> = fc
  .oneof(
    fc.constant(null),
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'a b'), fc.integer()),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const failure: fc.Arbitrary<Failure> = fc.record({ name: text, message: text }, PLAIN);
const result: fc.Arbitrary<OperationResult> = fc.oneof(
  fc.record({ output: json }, { requiredKeys: [], noNullPrototype: true }),
  fc.record({ error: failure }, PLAIN),
);
const retry = fc.record({ retries: whole(1_000), initialDelay: whole(), maxDelay: whole() }, PLAIN);
const lease = whole(86_400_000, 1);
const delay = whole(3e12);
const names = fc.array(name, { maxLength: 4 });
const position = whole(2 ** 31 - 1, 1);
const workflowStatus = fc.constantFrom(
  'PENDING',
  'RUNNING',
  'WAITING',
  'CANCELLING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
);

/** An object, some of whose properties may be absent. */
function some<Needed extends object, Extra extends object = object>(
  needed: { [Key in keyof Needed]: fc.Arbitrary<Needed[Key]> },
  extra?: { [Key in keyof Extra]: fc.Arbitrary<Extra[Key]> },
): fc.Arbitrary<Needed & Partial<Extra>> {
  const all = extra ? fc.record(extra, { requiredKeys: [], noNullPrototype: true }) : fc.constant({});
  return fc
    .tuple(fc.record(needed, PLAIN), all)
    .map(([one, other]) => ({ ...one, ...other }) as Needed & Partial<Extra>); // both of them
}
const is = <Type extends string>(type: Type) => fc.constant(type);
const oneType = <Types extends string>(...types: readonly Types[]) =>
  fc.record({ type: fc.constantFrom(...types) }, PLAIN);

type DataOf = { readonly [Each in EventBody as Each['type']]: fc.Arbitrary<Each['data']> };
const EVENT_DATA: DataOf = {
  WORKFLOW_STARTED: some({ kind: name }, { input: json, parentId: name }),
  WORKFLOW_SUSPENDED: some({}, { seen: whole() }),
  WORKFLOW_COMPLETED: some({}, { output: json }),
  WORKFLOW_FAILED: some({ error: failure }),
  CANCELLATION_REQUESTED: some({}, { reason: text }),
  WORKFLOW_CANCELLED: fc.constant({}),
  TASK_SCHEDULED: some({ taskId: name, kind: name }, { input: json }),
  TASK_COMPLETED: some({ taskId: name }, { output: json }),
  TASK_FAILED: some({ taskId: name, error: failure }),
  TASK_CANCELLED: some({ taskId: name }),
  TIMER_STARTED: some({ timerId: name, fireAt: time }),
  TIMER_FIRED: some({ timerId: name }),
  TIMER_CANCELLED: some({ timerId: name }),
  PROMISE_CREATED: some({ name }),
  PROMISE_RESOLVED: some({ name }, { value: json }),
  PROMISE_REJECTED: some({ name, error: failure }),
  PROMISE_TIMED_OUT: some({ name }),
  CHILD_WORKFLOW_INITIATED: some({ childId: name, kind: name }, { input: json }),
  CHILD_WORKFLOW_STARTED: some({ childId: name }),
  CHILD_WORKFLOW_COMPLETED: some({ childId: name }, { output: json }),
  CHILD_WORKFLOW_FAILED: some({ childId: name, error: failure }),
  CHILD_WORKFLOW_CANCELLED: some({ childId: name }),
  SIGNAL_RECEIVED: some({ name }, { payload: json }),
  OPERATION_COMPLETED: some({ position, name, result }),
  STATE_SET: some({ key: name, value: json }),
  STATE_CLEARED: some({ key: name }),
};
const bodies = Object.entries(EVENT_DATA).map(([type, data]) =>
  fc.record({ type: is(type), data: data as fc.Arbitrary<object> }, PLAIN),
) as unknown as readonly fc.Arbitrary<EventBody>[]; // each type with the data that the table has for it
const event = fc
  .tuple(fc.oneof(...bodies), fc.record({ sequence: whole(), time }, PLAIN))
  .map(([body, place]) => ({ ...body, ...place }));

type CommandOf = { readonly [Each in Command as Each['type']]: fc.Arbitrary<Each> };
const COMMANDS: CommandOf = {
  SCHEDULE_TASK: some(
    { type: is('SCHEDULE_TASK'), taskId: name, kind: name, queue: name, retry },
    { input: json, timeoutMs: delay },
  ),
  CANCEL_TASK: some({ type: is('CANCEL_TASK'), taskId: name }),
  START_TIMER: fc.oneof(
    some({ type: is('START_TIMER'), timerId: name, delayMs: delay }),
    some({ type: is('START_TIMER'), timerId: name, fireAt: time }),
  ),
  CANCEL_TIMER: some({ type: is('CANCEL_TIMER'), timerId: name }),
  CREATE_PROMISE: some({ type: is('CREATE_PROMISE'), name }, { timeoutMs: delay }),
  START_CHILD: some({ type: is('START_CHILD'), childId: name, kind: name, queue: name }, { input: json }),
  CANCEL_CHILD: some({ type: is('CANCEL_CHILD'), childId: name }),
  RECORD_OPERATION: some({ type: is('RECORD_OPERATION'), position, name, result }),
  SET_STATE: some({ type: is('SET_STATE'), key: name, value: json }),
  CLEAR_STATE: some({ type: is('CLEAR_STATE'), key: name }),
};
const command = fc.oneof(...Object.values<fc.Arbitrary<Command>>(COMMANDS));
const outcome = fc.oneof(
  some({ type: is('SUSPENDED') }),
  some({ type: is('COMPLETED') }, { output: json }),
  some({ type: is('FAILED'), error: failure }),
  some({ type: is('CANCELLED') }),
);

const attempt = { taskId: name, attempt: position, token: name };
const start = { id: name, kind: name, queue: name };
const startMore = { version: name, priority: whole(2 ** 31 - 1, -(2 ** 31)), input: json };
const poll = fc.record({ worker: name, queues: names, kinds: names, leaseMs: lease }, PLAIN);
const settlement = oneType('RECORDED', 'REPEATED', 'SETTLED', 'IGNORED');
const cancelled = oneType('CANCELLED', 'REPEATED', 'IGNORED');
const ended = oneType('RECORDED', 'RETRYING', 'REPEATED', 'IGNORED', 'STALE');
const summary = some(
  {
    workflowId: name,
    kind: name,
    queue: name,
    status: workflowStatus,
    priority: startMore.priority,
    createdAt: time,
    updatedAt: time,
  },
  { version: name, parentId: name },
);
const schedule = some(
  {
    ...start,
    times: fc.oneof(
      fc.record({ type: is('CRON'), expression: name, timeZone: name }, PLAIN),
      fc.record({ type: is('INTERVAL'), everyMs: whole(3e12, 1) }, PLAIN),
    ),
    overlap: fc.constantFrom('SKIP', 'ALLOW', 'CANCEL_PREVIOUS'),
    missed: fc.constantFrom('SKIP', 'RUN_ONCE'),
  },
  { input: json },
);

/** Every request that the protocol carries, by operation. */
export const requests: Requests = {
  startWorkflow: some(start, { ...startMore, idempotencyKey: name }),
  signalWorkflow: some({ workflowId: name, name }, { payload: json, idempotencyKey: name }),
  signalWithStart: some({
    start: some(start, startMore),
    signal: some({ name }, { payload: json, idempotencyKey: name }),
  }),
  cancelWorkflow: some({ workflowId: name }, { reason: text }),
  cancelTimer: some({ workflowId: name, timerId: name }),
  resolvePromise: some({ workflowId: name, name }, { value: json }),
  rejectPromise: some({ workflowId: name, name, error: failure }),
  queryWorkflow: some({ workflowId: name }),
  listWorkflows: some(
    { limit: whole(1_000, 1) },
    { status: workflowStatus, kind: name, idPrefix: text, after: text },
  ),
  getEvents: some({ workflowId: name, after: whole() }, { limit: whole(1_000, 1) }),
  pollWorkflow: poll,
  submitCommands: some({
    workflowId: name,
    token: name,
    lastSeenSequence: whole(),
    commands: fc.array(command, { maxLength: 5 }),
    outcome,
  }),
  startTask: some({ ...start, retry }, { input: json, timeoutMs: delay, idempotencyKey: name }),
  getTask: some({ taskId: name }),
  cancelTask: some({ taskId: name }),
  pollTask: poll,
  heartbeat: some({ ...attempt, leaseMs: lease }, { progress: json }),
  completeTask: some(attempt, { output: json }),
  failTask: some({ ...attempt, error: failure, retryable: fc.boolean() }),
  heartbeatWorker: some({ worker: name, queues: names, workflows: names, tasks: names }),
  putSchedule: schedule,
  getSchedule: some({ scheduleId: name }),
  deleteSchedule: some({ scheduleId: name }),
};

/** Every response that the protocol carries, by operation. */
export const responses: Responses = {
  startWorkflow: some({ workflowId: name, created: fc.boolean() }),
  signalWorkflow: oneType('RECORDED', 'REPEATED', 'IGNORED'),
  signalWithStart: some({ created: fc.boolean(), type: fc.constantFrom('RECORDED', 'REPEATED', 'IGNORED') }),
  cancelWorkflow: oneType('REQUESTED', 'CANCELLED', 'REPEATED', 'IGNORED'),
  cancelTimer: cancelled,
  resolvePromise: settlement,
  rejectPromise: settlement,
  queryWorkflow: fc
    .tuple(
      summary,
      some(
        { state: fc.dictionary(fc.oneof(name, is('__proto__')), json, { noNullPrototype: true }) },
        { input: json, output: json, error: failure },
      ),
    )
    .map(([one, other]) => ({ ...one, ...other })),
  listWorkflows: some({ workflows: fc.array(summary, { maxLength: 4 }) }),
  getEvents: some({ events: fc.array(event, { maxLength: 8 }) }),
  pollWorkflow: some({}, { activation: some({ workflowId: name, kind: name, queue: name, token: name }) }),
  submitCommands: fc.oneof(
    fc.record({ type: is('ACCEPTED'), status: workflowStatus }, PLAIN),
    fc.record({ type: is('STALE') }, PLAIN),
  ),
  startTask: some({ taskId: name, created: fc.boolean() }),
  getTask: some(
    {
      taskId: name,
      kind: name,
      queue: name,
      status: fc.constantFrom('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'),
      attempt: whole(),
    },
    { workflowId: name, progress: json, output: json, error: failure },
  ),
  cancelTask: cancelled,
  pollTask: some(
    {},
    {
      task: some({ id: name, kind: name, attempt: position, token: name }, { workflowId: name, input: json }),
    },
  ),
  heartbeat: oneType('EXTENDED', 'CANCELLED', 'STALE'),
  completeTask: ended,
  failTask: ended,
  heartbeatWorker: fc.constant({}),
  putSchedule: some({ nextRunAt: time }),
  getSchedule: fc
    .tuple(
      schedule,
      some({
        nextRunAt: time,
        runs: fc.array(
          some({ runAt: time, type: fc.constantFrom('STARTED', 'SKIPPED') }, { workflowId: name }),
          { maxLength: 3 },
        ),
      }),
    )
    .map(([one, other]) => ({ ...one, ...other })),
  deleteSchedule: fc.constant({}),
};

/** Every kind of event and of command, so that none goes untested. */
export const allEvents: readonly fc.Arbitrary<EventBody>[] = bodies;
export const allCommands: CommandOf = COMMANDS;
