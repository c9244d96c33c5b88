type Waiter = { resolve(payload: unknown): void; reject(error: Error): void };

/** The signals of a workflow during one activation: of each name first in, first out. */
export class Signals {
  readonly #received = new Map<string, unknown[]>();
  readonly #waiters = new Map<string, Waiter[]>();

  /** A signal has come: for whoever has waited longest, or for later. */
  receive(name: string, payload: unknown): void {
    const waiter = this.#waiters.get(name)?.shift();
    if (waiter) waiter.resolve(payload);
    else listOf(this.#received, name).push(payload);
  }

  next(name: string): Promise<unknown> {
    const received = this.#received.get(name);
    if (received && received.length > 0) return Promise.resolve(received.shift());
    const promise = new Promise<unknown>((resolve, reject) => {
      listOf(this.#waiters, name).push({ resolve, reject });
    });
    promise.catch(() => undefined); // a failure nobody awaits is the workflow's business, not the process's
    return promise;
  }

  drain(name: string): readonly unknown[] {
    return this.#received.get(name)?.splice(0) ?? [];
  }

  /** Nobody waits any longer. */
  giveUpAll(reason: Error): void {
    for (const waiters of this.#waiters.values())
      for (const waiter of waiters.splice(0)) waiter.reject(reason);
  }
}

function listOf<Item>(lists: Map<string, Item[]>, name: string): Item[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}
