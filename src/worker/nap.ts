import type { Clock } from '../ports/index.ts';

/** Why a nap ended early: said so, because the default reason costs a stack trace. */
const WOKEN = 'woken';

/** The pauses of a polling loop, which others can end early. */
export class Nap {
  readonly #clock: Clock;
  #alarm: AbortController | undefined;
  #isDue = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sleeps for `milliseconds`, or until woken; not at all if woken since the last time. */
  async sleep(milliseconds: number): Promise<void> {
    if (!this.#isDue) {
      this.#alarm = new AbortController();
      await this.#clock.sleep(milliseconds, this.#alarm.signal);
      this.#alarm = undefined;
    }
    this.#isDue = false;
  }

  /** Ends the current sleep, or else the next one before it begins. */
  wake(): void {
    this.#isDue = true;
    this.#alarm?.abort(WOKEN);
  }
}
