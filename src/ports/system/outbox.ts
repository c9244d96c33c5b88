import type { Clock } from '../clock.ts';

/** PostgreSQL takes less than 8,000 bytes in a notification; NATS a megabyte by default. */
const MOST_BYTES = 7_500;
/** A queue may have a name of any length; one like this is nobody's. Its topic is left to polling. */
const LONGEST_TOPIC = 2_000;
/** More waiting topics than that are lost: whoever listens polls anyway. */
const MOST_TOPICS = 10_000;
const PAUSE_MS = 10;

/**
 * Topics on their way out. A message is sent at once, the next one after a pause, and what is published meanwhile goes
 * into that, each topic once: under load messages grow, and not their number. Every message wakes every other process.
 */
export class Outbox {
  readonly #origin: string;
  readonly #send: (message: string) => Promise<void>;
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #waiting = new Set<string>();
  #isSending = false;

  /**
   * @param origin names this process: {@link readMessage} tells it, so that a sender knows its own messages
   * @param send rejects when the message is lost; told why elsewhere
   */
  constructor(origin: string, clock: Pick<Clock, 'sleep'>, send: (message: string) => Promise<void>) {
    this.#origin = origin;
    this.#clock = clock;
    this.#send = send;
  }

  add(topics: readonly string[]): void {
    for (const topic of topics) {
      if (this.#waiting.size < MOST_TOPICS && bytesOf(topic) <= LONGEST_TOPIC) this.#waiting.add(topic);
    }
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.size > 0) {
      const message = JSON.stringify([this.#origin, ...this.#take()]);
      await this.#send(message).catch(() => undefined);
      await this.#clock.sleep(PAUSE_MS);
    }
    this.#isSending = false;
  }

  #take(): readonly string[] {
    const topics: string[] = [];
    let bytes = bytesOf(this.#origin);
    for (const topic of this.#waiting) {
      bytes += bytesOf(topic);
      if (bytes > MOST_BYTES) break;
      topics.push(topic);
      this.#waiting.delete(topic);
    }
    return topics;
  }
}

/** Reads what another process' outbox has sent. @returns undefined for anything else */
export function readMessage(
  text: string,
): { readonly origin: string; readonly topics: string[] } | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || !parsed.every((each) => typeof each === 'string')) return undefined;
    const [origin, ...topics] = parsed;
    return origin === undefined ? undefined : { origin, topics };
  } catch {
    return undefined;
  }
}

/** As JSON, with its comma. */
function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) + 1;
}
