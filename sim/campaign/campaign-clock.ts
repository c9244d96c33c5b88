import { host } from '../kernel/index.ts';
import type { CampaignTimes } from './tally.ts';

/** When a campaign was, by the wall clock. It begins when this is made. */
export class CampaignClock {
  readonly #startedAt = host.now();
  readonly #begun = host.monotonicMs();
  #firstFindingMs: number | null = null;

  elapsedMs(): number {
    return host.monotonicMs() - this.#begun;
  }

  /** Something was found: how soon is told of the first. */
  found(): void {
    this.#firstFindingMs ??= this.elapsedMs();
  }

  times(interrupted: boolean): CampaignTimes {
    return {
      startedAt: new Date(this.#startedAt).toISOString(),
      elapsedMs: this.elapsedMs(),
      firstFindingMs: this.#firstFindingMs,
      interrupted,
    };
  }
}
