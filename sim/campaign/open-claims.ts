import type { Claim, Scenario } from '../scenario/index.ts';
import type { RunResult } from './run.ts';

/** What scenarios say that their runs must reach, as far as no run here has. */
export class OpenClaims {
  readonly #open = new Map<Scenario, Set<Claim>>();

  /** What a run reaches that none has before. */
  reachedBy(result: RunResult): readonly string[] {
    const { scenario } = result.plan;
    const open = this.#open.get(scenario) ?? new Set(scenario.claims);
    this.#open.set(scenario, open);
    const reached = [...open].filter((claim) => claim.isReachedBy(result));
    for (const claim of reached) open.delete(claim);
    return reached.map(({ what }) => what);
  }
}
