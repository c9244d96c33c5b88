import type { Alarm, Clock } from '../ports/index.ts';

/** The pauses of a polling loop, which others can end early. */
export class Nap {
  readonly #clock: Clock;
  #alarm: Alarm | undefined;
  #isDue = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sleeps for `milliseconds`, or until woken; not at all if woken since the last time. */
  async sleep(milliseconds: number): Promise<void> {
    if (!this.#isDue) {
      this.#alarm = this.#clock.alarm(milliseconds);
      await this.#alarm.rung;
      this.#alarm = undefined;
    }
    this.#isDue = false;
  }

  /** Ends the current sleep, or else the next one before it begins. */
  wake(): void {
    this.#isDue = true;
    this.#alarm?.ring();
  }

  /** Whatever it was woken for so far is being seen to: it does not end the next sleep. */
  clear(): void {
    this.#isDue = false;
  }
}
