/**
 * Tells other processes that something may have happened. A topic is all that is said: whoever hears of it looks for
 * himself. Messages may be lost, repeated or late, so nobody relies on them: polling is the floor.
 */
export interface Notifier {
  /** Tells everybody who listens to any of these topics. Returns at once, and never fails: what cannot be sent is lost. */
  publish(topics: readonly string[]): void;

  /**
   * Calls `listener` with a topic whenever one of these is published. It is also called, with each of its topics, after
   * a time in which messages may have been lost.
   *
   * @returns how to stop listening.
   */
  subscribe(topics: readonly string[], listener: (topic: string) => void): () => void;

  /** Lets go of whatever it holds. What is published from then on is lost. */
  close(): Promise<void>;
}
