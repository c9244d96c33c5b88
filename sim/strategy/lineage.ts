import type { Option } from '../kernel/index.ts';
import { statementOf } from './statement.ts';

/** A thread of control of a run, as far as its steps show it. */
export type Thread = {
  /** In the order in which threads were first seen, from 0. */
  readonly index: number;
  /** What it is an instance of: its actor's name without numbers, and what it asked for first. */
  readonly kind: string;
  /** Whose step it came from. */
  readonly parent: Thread | undefined;
};

/**
 * Who came from whom. An activity that is seen for the first time was begun by whoever stepped last: a handler by the
 * caller whose request was delivered, a worker's attempt by the worker's loop. Those that are there before the first
 * step, and those that time woke, came from nobody.
 */
export class Lineage {
  readonly threads: Thread[] = [];
  readonly #byNumber = new Map<number, Thread>();
  #last: Thread | undefined;

  /** The thread of a step. */
  threadOf(option: Option): Thread {
    const { thread: number } = option;
    const known = this.#byNumber.get(number);
    if (known) return known;
    const thread = { index: this.threads.length, kind: statementOf(option), parent: this.#last };
    this.threads.push(thread);
    this.#byNumber.set(number, thread);
    return thread;
  }

  /** To be told of all steps that are ready, wherever there is a choice between them. */
  see(steps: readonly Option[]): void {
    for (const step of steps) this.threadOf(step);
  }

  /** To be told of every step before it is taken. @returns whose it is; undefined for time and the nemesis. */
  willStep(option: Option): Thread | undefined {
    this.#last = option.thread < 0 ? undefined : this.threadOf(option);
    return this.#last;
  }
}

/** Whether a thread is another one, or came from it. */
export function isOrCameFrom(thread: Thread, other: Thread): boolean {
  for (let each: Thread | undefined = thread; each; each = each.parent) if (each === other) return true;
  return false;
}
