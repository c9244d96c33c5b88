import type { Clock, Notifier } from '../ports/index.ts';
import { Nap } from '../worker/index.ts';

/** Somebody who waits for an answer. */
export type Wait<Answer> = {
  /** Whoever names the same line waits for the same: what is found goes to one of them. By default to all who ask. */
  readonly line?: string;
  /** Where it is told that it is worth asking again. */
  readonly topics: readonly string[];
  /** When to give up, as the clock tells it. */
  readonly deadline: number;
  /** Aborted when the answer is of no use any more. */
  readonly signal: AbortSignal | undefined;
  readonly ask: () => Promise<Answer>;
  /** Whether that answer was worth waiting for. */
  readonly isFound: (answer: Answer) => boolean;
  /** What to answer somebody who has gone: nothing is asked then, as that would claim something for nobody. */
  readonly nothing?: Answer;
};

type Line = {
  readonly naps: Nap[];
  readonly stopListening: () => void;
  /** When it asked last, and how often in a row it was told to and found nothing. */
  askedAt: number;
  vain: number;
};

/** The longest pause before asking again after having asked in vain, in milliseconds. */
const LONGEST_PAUSE_MS = 50;

/**
 * Lines of those who wait. The first of a line is woken by what is told, or after some time; whoever leaves the line, for
 * whatever reason, wakes the next one, who asks, too: there may be more than one was woken for, and it is the first now.
 *
 * What is told is told to every replica, and one of them finds it. Those that have just asked in vain pause before they
 * ask again, the longer the more often that was so: with many replicas the database would answer little else.
 */
export class WaitingLines {
  readonly #lines = new Map<string | symbol, Line>();
  readonly #ports: { readonly notifier: Notifier; readonly clock: Clock; readonly fallbackMs: number };
  #isClosed = false;

  constructor(ports: { readonly notifier: Notifier; readonly clock: Clock; readonly fallbackMs: number }) {
    this.#ports = ports;
  }

  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, { naps }) => sum + naps.length, 0);
  }

  /** @returns the first answer that was worth it, or else the last one. */
  async wait<Answer>(wait: Wait<Answer>): Promise<Answer> {
    const { line: name = Symbol('a line of one'), topics, deadline, signal, ask, isFound, nothing } = wait;
    const { clock, fallbackMs } = this.#ports;
    const nap = new Nap(clock);
    const line = this.#join(name, topics, nap); // before asking: what happens from now on is heard
    const leave = (): void => nap.wake();
    signal?.addEventListener('abort', leave, { once: true });
    try {
      for (;;) {
        if (signal?.aborted && nothing !== undefined) return nothing;
        nap.clear(); // whatever was told before now is found now
        line.askedAt = clock.now();
        const answer = await ask();
        if (isFound(answer)) line.vain = 0;
        const left = deadline - clock.now();
        if (isFound(answer) || left <= 0 || this.#isClosed || signal?.aborted) return answer;
        await nap.sleep(line.naps[0] === nap ? Math.min(left, fallbackMs) : left);
        if (this.#isClosed || (signal?.aborted ?? false)) return answer;
        await this.#pause(line);
      }
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#leave(name, line, nap);
    }
  }

  /** Has everybody leave. */
  close(): void {
    this.#isClosed = true;
    for (const { naps } of this.#lines.values()) for (const nap of naps) nap.wake();
  }

  async #pause(line: Line): Promise<void> {
    const { clock } = this.#ports;
    const pause = Math.min(2 ** line.vain, LONGEST_PAUSE_MS);
    const since = clock.now() - line.askedAt;
    line.vain = since > 10 * LONGEST_PAUSE_MS ? 0 : line.vain + 1;
    if (since < pause) await clock.sleep(pause - since);
  }

  #join(name: string | symbol, topics: readonly string[], nap: Nap): Line {
    const line = this.#lines.get(name) ?? this.#open(name, topics);
    line.naps.push(nap);
    return line;
  }

  #open(name: string | symbol, topics: readonly string[]): Line {
    const naps: Nap[] = [];
    const stopListening = this.#ports.notifier.subscribe(topics, () => naps[0]?.wake());
    const line = { naps, stopListening, askedAt: 0, vain: 0 };
    this.#lines.set(name, line);
    return line;
  }

  #leave(name: string | symbol, { naps, stopListening }: Line, nap: Nap): void {
    naps.splice(naps.indexOf(nap), 1);
    naps[0]?.wake();
    if (naps.length > 0) return;
    stopListening();
    this.#lines.delete(name);
  }
}
