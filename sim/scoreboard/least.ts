import type { Showing } from '../../models/defect/index.ts';
import { type RunResult, type ShrunkFinding, shrinkRun } from '../campaign/index.ts';
import { actorsIn, type Budget, compareCosts } from '../shrink/index.ts';
import type { Target } from '../target/index.ts';

/** Actors, preemptions and faults: what makes a run hard to follow. */
export type Ado = Showing['least'];

/**
 * The simplest of what findings are shrunk to. They are shrunk one after the other, until one has come to no more ado than
 * is known to be needed; the first alone, where nothing is known of it.
 *
 * @param budget of each finding
 * @returns undefined if none can be shrunk
 */
export async function simplestOf(
  target: Target,
  findings: readonly RunResult[],
  least: Ado | undefined,
  budget: Budget,
): Promise<ShrunkFinding | undefined> {
  let simplest: ShrunkFinding | undefined;
  for (const finding of findings) {
    if (budget.signal?.aborted) break;
    const shrunk = await shrinkRun(target, finding, budget);
    if (shrunk && (!simplest || isLess(shrunk, simplest))) simplest = shrunk;
    if (simplest && (!least || isWithin(adoOf(simplest), least))) break;
  }
  return simplest;
}

/** How much ado there is in a finding. */
export function adoOf({ deviations, to }: Pick<ShrunkFinding, 'deviations' | 'to'>): Ado {
  const { preemptions, faults } = to;
  return { actors: actorsIn(deviations).length, preemptions, faults };
}

function isWithin(ado: Ado, most: Ado): boolean {
  return ado.actors <= most.actors && ado.preemptions <= most.preemptions && ado.faults <= most.faults;
}

function isLess(one: ShrunkFinding, other: ShrunkFinding): boolean {
  return compareCosts(costsOf(one), costsOf(other)) < 0;
}

function costsOf(finding: ShrunkFinding): readonly number[] {
  const { actors, preemptions, faults } = adoOf(finding);
  return [faults, preemptions, actors, finding.to.steps];
}
