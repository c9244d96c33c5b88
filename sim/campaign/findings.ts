import type { FindingRecord } from '../record/index.ts';
import { Counts } from './counts.ts';
import type { RunSummary } from './run-summary.ts';

/** So many seeds of a finding are told, those of its shortest runs. */
const MOST_SEEDS = 5;

/** The distinct failures of a campaign: of each, the run that has the first place among the seeds, and how many there are. */
export class Findings {
  readonly #findings = new Map<string, FindingRecord>();

  /** Counts a run that broke a law. Runs come in the order of their places. @returns the finding, if it is new. */
  add({ seed, steps, signature, strategy, found }: RunSummary): FindingRecord | undefined {
    if (signature === undefined) return undefined;
    const known = this.#findings.get(signature);
    if (!known && !found) throw new Error(`the run of seed ${seed} broke a law, and nobody says which`);
    const finding = known
      ? together(known, { count: 1, strategies: { [strategy]: 1 }, seeds: [{ seed, steps }] })
      : found;
    if (finding) this.#findings.set(signature, finding);
    return known ? undefined : finding;
  }

  /** Keeps what a finding was shrunk to. @returns the finding. */
  simplify(signature: string, shrunk: FindingRecord['shrunk']): FindingRecord | undefined {
    const known = this.#findings.get(signature);
    if (!known) return undefined;
    const finding = { ...known, shrunk };
    this.#findings.set(signature, finding);
    return finding;
  }

  /** Takes findings that were made elsewhere, of other runs. */
  merge(findings: readonly FindingRecord[]): void {
    for (const finding of findings) {
      const known = this.#findings.get(finding.signature);
      const [first, other] = known && known.at < finding.at ? [known, finding] : [finding, known];
      this.#findings.set(finding.signature, other ? together(first, other) : first);
    }
  }

  /** All of them, by the places of their first runs. */
  all(): FindingRecord[] {
    return [...this.#findings.values()].toSorted((one, other) => one.at - other.at);
  }
}

/** A finding, with the runs that showed it elsewhere. */
function together(
  first: FindingRecord,
  { count, strategies, seeds }: Pick<FindingRecord, 'count' | 'strategies' | 'seeds'>,
): FindingRecord {
  const summed = new Counts();
  summed.merge(first.strategies);
  summed.merge(strategies);
  return {
    ...first,
    count: first.count + count,
    strategies: summed.all(),
    seeds: [...first.seeds, ...seeds].toSorted(shorterFirst).slice(0, MOST_SEEDS),
  };
}

function shorterFirst(one: FindingRecord['seeds'][number], other: FindingRecord['seeds'][number]): number {
  return one.steps - other.steps || (one.seed < other.seed ? -1 : 1);
}
