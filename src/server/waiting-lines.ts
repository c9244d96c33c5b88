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

type Line = { readonly naps: Nap[]; readonly stopListening: () => void };

/**
 * Lines of those who wait. The first of a line is woken by what is told, or after some time; whoever leaves the line, for
 * whatever reason, wakes the next one, who asks, too: there may be more than one was woken for, and it is the first now.
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
        const answer = await ask();
        const left = deadline - clock.now();
        if (isFound(answer) || left <= 0 || this.#isClosed || signal?.aborted) return answer;
        await nap.sleep(line.naps[0] === nap ? Math.min(left, fallbackMs) : left);
        if (this.#isClosed || (signal?.aborted ?? false)) return answer;
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

  #join(name: string | symbol, topics: readonly string[], nap: Nap): Line {
    const line = this.#lines.get(name) ?? this.#open(name, topics);
    line.naps.push(nap);
    return line;
  }

  #open(name: string | symbol, topics: readonly string[]): Line {
    const naps: Nap[] = [];
    const stopListening = this.#ports.notifier.subscribe(topics, () => naps[0]?.wake());
    const line = { naps, stopListening };
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
