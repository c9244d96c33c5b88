import type { Command, EventType, WorkflowEvent } from '../events/index.ts';
import { type CallType, DeterminismViolation } from './determinism-violation.ts';
import { CancelledError } from './errors.ts';

/** What history has of one call. */
type Recorded = { readonly what: string; readonly id: string };

/** Calls that end with an event of their own. */
type AwaitedType = 'task' | 'timer' | 'promise' | 'child';

/** Which events are the end of a call. */
const ENDS: Readonly<Partial<Record<EventType, AwaitedType>>> = {
  TASK_COMPLETED: 'task',
  TASK_FAILED: 'task',
  TASK_CANCELLED: 'task',
  TIMER_FIRED: 'timer',
  TIMER_CANCELLED: 'timer',
  PROMISE_RESOLVED: 'promise',
  PROMISE_REJECTED: 'promise',
  PROMISE_TIMED_OUT: 'promise',
  CHILD_WORKFLOW_COMPLETED: 'child',
  CHILD_WORKFLOW_FAILED: 'child',
  CHILD_WORKFLOW_CANCELLED: 'child',
};

type Settle = {
  resolve(value: unknown): void;
  reject(error: Error): void;
  /** What is to be asked for when it is given up. */
  readonly command: Command | undefined;
};

/**
 * The calls of a workflow's code, against its history. The Nth call of a type matches the Nth that history has; calls
 * beyond it become commands, and must be in what history has gained when the next activation begins. What a call waits
 * for is settled by its id.
 */
export class Replay {
  readonly workflowId: string;
  /** Of this activation. */
  readonly commands: Command[] = [];
  /** The first difference between code and history; once there is one, the activation is void. */
  violation: DeterminismViolation | undefined;

  readonly #recorded: Readonly<Record<CallType, Recorded[]>> = nothingOf(() => []);
  readonly #calls = nothingOf(() => 0);
  /** What history has an end for, by type and id. */
  readonly #ended = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #pending = new Map<string, Settle>();

  constructor(workflowId: string) {
    this.workflowId = workflowId;
  }

  /** An activation begins, with these events beyond those that are known. */
  begin(events: readonly WorkflowEvent[]): void {
    this.commands.length = 0;
    for (const event of events) {
      record(event, this.#recorded);
      const type = ENDS[event.type];
      if (type) this.#ended.add(keyOf(type, idOf(event)));
    }
  }

  /**
   * The code makes a call.
   *
   * @param requested what it asks for, as history would have it
   * @returns its position, from 1, and its id if history has it
   */
  call(type: CallType, requested: string): { readonly position: number; readonly id: string | undefined } {
    const position = (this.#calls[type] += 1);
    const recorded = this.#recorded[type][position - 1];
    if (recorded && recorded.what !== requested) {
      this.violation ??= new DeterminismViolation(type, position, recorded.what, requested);
    }
    return { position, id: recorded?.id };
  }

  /**
   * What a call waits for.
   *
   * @param command what is to be asked for when it is given up
   */
  awaited(
    type: AwaitedType,
    id: string,
    command?: Command,
  ): { readonly promise: Promise<unknown>; readonly cancel: () => void } {
    const key = keyOf(type, id);
    this.#asked.add(key);
    const promise = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(key, { resolve, reject, command });
    });
    promise.catch(() => undefined); // a failure nobody awaits is the workflow's business, not the process's
    return { promise, cancel: () => this.#giveUp(key, new CancelledError(id)) };
  }

  /** Names that a workflow chooses itself, it chooses once. @throws {Error} if there is one like this */
  refuseRepeated(type: AwaitedType, id: string): void {
    if (this.#asked.has(keyOf(type, id))) throw new Error(`the workflow has a ${type} named ${id} already`);
  }

  /** History tells how something ended. */
  settle(
    type: AwaitedType,
    id: string,
    result: { readonly value: unknown } | { readonly error: Error },
  ): void {
    const key = keyOf(type, id);
    const settle = this.#pending.get(key);
    this.#pending.delete(key);
    if ('error' in result) settle?.reject(result.error);
    else settle?.resolve(result.value);
    if (this.#asked.has(key)) return;
    // When it was recorded, the code had asked for it.
    const index = this.#recorded[type].findIndex((recorded) => recorded.id === id);
    this.violation ??= new DeterminismViolation(
      type,
      index + 1,
      this.#recorded[type][index]?.what,
      undefined,
    );
  }

  /** Gives up everything that is awaited now. */
  giveUpAll(reason: Error): void {
    for (const key of this.#pending.keys()) this.#giveUp(key, reason);
  }

  #giveUp(key: string, error: Error): void {
    const given = this.#pending.get(key);
    if (!given) return;
    this.#pending.delete(key);
    // What has ended needs no command: not now, and not at the next replay.
    if (given.command && !this.#ended.has(key)) this.commands.push(given.command);
    given.reject(error);
  }

  /** A call that history has and the code did not make, if there is one. */
  missingCall(): DeterminismViolation | undefined {
    for (const type of Object.keys(this.#calls) as CallType[]) {
      const made = this.#calls[type];
      const missing = this.#recorded[type][made];
      if (missing) return new DeterminismViolation(type, made + 1, missing.what, undefined);
    }
    return undefined;
  }
}

function keyOf(type: AwaitedType, id: string): string {
  return `${type} ${id}`;
}

/** The id of what an event is the end of. */
function idOf({ data }: WorkflowEvent): string {
  if ('taskId' in data) return data.taskId;
  if ('timerId' in data) return data.timerId;
  if ('childId' in data) return data.childId;
  return 'name' in data ? data.name : '';
}

/** A record with a value of its own for every type of call. */
function nothingOf<Value>(make: () => Value): Record<CallType, Value> {
  return {
    task: make(),
    timer: make(),
    promise: make(),
    child: make(),
    operation: make(),
    state: make(),
  };
}

/** Notes the call that an event records, if it does. */
function record({ type, data }: WorkflowEvent, recorded: Readonly<Record<CallType, Recorded[]>>): void {
  switch (type) {
    case 'TASK_SCHEDULED':
      recorded.task.push({ what: data.kind, id: data.taskId });
      break;
    case 'TIMER_STARTED':
      recorded.timer.push({ what: 'a timer', id: data.timerId });
      break;
    case 'PROMISE_CREATED':
      recorded.promise.push({ what: data.name, id: data.name });
      break;
    case 'CHILD_WORKFLOW_INITIATED':
      recorded.child.push({ what: data.kind, id: data.childId });
      break;
    case 'OPERATION_COMPLETED':
      // They are recorded as they end, and matched as they are called.
      recorded.operation[data.position - 1] = { what: data.name, id: String(data.position) };
      break;
    case 'STATE_SET':
      recorded.state.push({ what: `set ${data.key}`, id: data.key });
      break;
    case 'STATE_CLEARED':
      recorded.state.push({ what: `clear ${data.key}`, id: data.key });
      break;
  }
}
