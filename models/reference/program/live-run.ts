import type { Failure, Json, WorkflowEvent } from '../../../src/events/index.ts';
import { Eventual, Jobs, type Settled } from './eventual.ts';

/** What was asked for, in the words of the event that must record it. */
export type Asked = { readonly type: WorkflowEvent['type']; readonly data: object };

type Kind = 'task' | 'timer' | 'promise' | 'child';

/** Something that is awaited and can be cancelled. */
export type Handle = { readonly outcome: Eventual; readonly cancel: () => void };

/**
 * A workflow that runs once, from its beginning to its end, without ever being interrupted or replayed: it is told each
 * event as it comes, and goes as far as it can. Whatever a replay does must look as if it had been this.
 */
export class LiveRun {
  readonly jobs = new Jobs();
  readonly asked: Asked[] = [];
  /** What was cancelled by the code while it was awaited. */
  readonly cancelled = new Set<string>();
  readonly published = new Map<string, Json>();
  isCancelled = false;
  now = 0;
  readonly #workflowId: string;
  readonly #calls = { task: 0, timer: 0, child: 0, operation: 0 };
  readonly #pending = new Map<string, Eventual>();
  readonly #names = new Set<string>();
  readonly #signals = new Map<string, Json[]>();
  readonly #waiters = new Map<string, Eventual[]>();
  readonly #operations: (() => void)[] = [];

  constructor(workflowId: string) {
    this.#workflowId = workflowId;
  }

  schedule(kind: string, input: Json): Handle & { readonly id: string } {
    const taskId = `${this.#workflowId}/task/${(this.#calls.task += 1)}`;
    this.asked.push({ type: 'TASK_SCHEDULED', data: { taskId, kind, input } });
    return { id: taskId, ...this.#await('task', taskId, true) };
  }

  /** `ms` from the event that records it. */
  sleep(ms: number): Handle {
    const timerId = `timer/${(this.#calls.timer += 1)}`;
    this.asked.push({ type: 'TIMER_STARTED', data: { timerId, delayMs: ms } });
    return this.#await('timer', timerId, false);
  }

  startChild(kind: string, input: Json): Handle {
    const childId = `${this.#workflowId}/child/${(this.#calls.child += 1)}`;
    this.asked.push({ type: 'CHILD_WORKFLOW_INITIATED', data: { childId, kind, input } });
    return this.#await('child', childId, true);
  }

  promise(name: string): Eventual {
    if (this.#names.has(name)) {
      throw failure('Error', `the workflow has a promise named ${name} already`);
    }
    this.#names.add(name);
    this.asked.push({ type: 'PROMISE_CREATED', data: { name } });
    return this.#await('promise', name, true).outcome;
  }

  waitForSignal(name: string): Eventual {
    const received = this.#signals.get(name)?.shift();
    if (received !== undefined) return new Eventual(this.jobs, { value: received }).relayed();
    const waiter = new Eventual(this.jobs);
    this.#waiters.set(name, [...(this.#waiters.get(name) ?? []), waiter]);
    return waiter.relayed();
  }

  drainSignals(name: string): readonly Json[] {
    return this.#signals.get(name)?.splice(0) ?? [];
  }

  /** Operations end in the order of their calls; each result is handed over when nothing else can move. */
  operate(name: string, result: { readonly output: Json } | { readonly error: Failure }): Eventual {
    const position = (this.#calls.operation += 1);
    const outcome = new Eventual(this.jobs);
    this.#operations.push(() => {
      this.asked.push({ type: 'OPERATION_COMPLETED', data: { position, name, result } });
      if ('output' in result) return outcome.settle({ value: result.output });
      const { error } = result;
      const message = `operation ${name} failed: ${error.name}: ${error.message}`;
      outcome.settle({ thrown: failure('OperationFailedError', message) });
    });
    return outcome;
  }

  set(key: string, value: Json): void {
    this.published.set(key, value);
    this.asked.push({ type: 'STATE_SET', data: { key, value } });
  }

  clear(key: string): void {
    this.published.delete(key);
    this.asked.push({ type: 'STATE_CLEARED', data: { key } });
  }

  /** Goes on as far as it can. @param isOver whether the code has returned: then nothing is handed over any more */
  goOn(isOver: () => boolean): void {
    this.jobs.run();
    while (!isOver()) {
      const operation = this.#operations.shift();
      if (!operation) return;
      operation();
      this.jobs.run();
    }
  }

  /** The code learns what has happened. */
  tell(event: WorkflowEvent): void {
    const { type, data, time } = event;
    this.now = Math.max(this.now, time);
    switch (type) {
      case 'TASK_COMPLETED':
        return this.#settle('task', data.taskId, { value: data.output });
      case 'TASK_FAILED':
        return this.#settle(
          'task',
          data.taskId,
          failed('TaskFailedError', `task ${data.taskId}`, data.error),
        );
      case 'TASK_CANCELLED':
        return this.#settle('task', data.taskId, { thrown: cancelledError(data.taskId) });
      case 'TIMER_FIRED':
        return this.#settle('timer', data.timerId, { value: undefined });
      case 'TIMER_CANCELLED':
        return this.#settle('timer', data.timerId, { thrown: cancelledError(data.timerId) });
      case 'PROMISE_RESOLVED':
        return this.#settle('promise', data.name, { value: data.value });
      case 'PROMISE_REJECTED': {
        const { name, message } = data.error;
        const text = `promise ${data.name} was rejected: ${name}: ${message}`;
        return this.#settle('promise', data.name, { thrown: failure('PromiseRejectedError', text) });
      }
      case 'PROMISE_TIMED_OUT': {
        const text = `promise ${data.name} timed out`;
        return this.#settle('promise', data.name, { thrown: failure('PromiseTimedOutError', text) });
      }
      case 'CHILD_WORKFLOW_COMPLETED':
        return this.#settle('child', data.childId, { value: data.output });
      case 'CHILD_WORKFLOW_FAILED': {
        const thrown = failed('ChildFailedError', `child ${data.childId}`, data.error);
        return this.#settle('child', data.childId, thrown);
      }
      case 'CHILD_WORKFLOW_CANCELLED':
        return this.#settle('child', data.childId, { thrown: cancelledError(data.childId) });
      case 'SIGNAL_RECEIVED':
        return this.#receive(data.name, data.payload ?? null);
      case 'CANCELLATION_REQUESTED':
        return this.#cancelAll(data.reason);
    }
  }

  #await(kind: Kind, id: string, isRelayed: boolean): Handle {
    const key = `${kind} ${id}`;
    const raw = new Eventual(this.jobs);
    this.#pending.set(key, raw);
    return {
      outcome: isRelayed ? raw.relayed() : raw,
      cancel: () => this.#giveUp(key, cancelledError(id)),
    };
  }

  #settle(kind: Kind, id: string, settled: Settled): void {
    const key = `${kind} ${id}`;
    this.#pending.get(key)?.settle(settled);
    this.#pending.delete(key);
  }

  #giveUp(key: string, thrown: Failure): void {
    const given = this.#pending.get(key);
    if (!given) return;
    this.#pending.delete(key);
    if (!key.startsWith('promise ')) this.cancelled.add(key);
    given.settle({ thrown });
  }

  #receive(name: string, payload: Json): void {
    const [waiter, ...others] = this.#waiters.get(name) ?? [];
    if (waiter) {
      this.#waiters.set(name, others);
      return waiter.settle({ value: payload });
    }
    this.#signals.set(name, [...(this.#signals.get(name) ?? []), payload]);
  }

  #cancelAll(reason: string | undefined): void {
    this.isCancelled = true;
    const text = `workflow ${this.#workflowId} is cancelled${reason === undefined ? '' : `: ${reason}`}`;
    const thrown = failure('WorkflowCancelledError', text);
    for (const key of Array.from(this.#pending.keys())) this.#giveUp(key, thrown);
    for (const [name, waiters] of this.#waiters) {
      this.#waiters.set(name, []);
      for (const waiter of waiters) waiter.settle({ thrown });
    }
  }
}

/** An error, as far as histories tell of it. */
export function failure(name: string, message: string): Failure {
  return { name, message };
}

function failed(name: string, what: string, error: Failure): Settled {
  return { thrown: failure(name, `${what} failed: ${error.name}: ${error.message}`) };
}

function cancelledError(subject: string): Failure {
  return failure('CancelledError', `${subject} was cancelled`);
}
