type Listener = (topic: string) => void;

/** Who listens to what, in this process. */
export class Subscriptions {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** @returns how to stop listening. */
  add(topics: readonly string[], listener: Listener): () => void {
    const own: Listener = (topic) => listener(topic); // so that one function can listen twice
    for (const topic of topics) {
      const listeners = this.#listeners.get(topic) ?? new Set();
      this.#listeners.set(topic, listeners.add(own));
    }
    return () => {
      for (const topic of topics) {
        const listeners = this.#listeners.get(topic);
        listeners?.delete(own);
        if (listeners?.size === 0) this.#listeners.delete(topic);
      }
    };
  }

  tell(topics: Iterable<string>): void {
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listener(topic);
  }

  /** Tells everybody: messages may have been lost. */
  tellAll(): void {
    this.tell([...this.#listeners.keys()]);
  }
}
