import { existsSync } from 'node:fs';
import { type CorpusEntry, type KeptOutcome, readCorpus, runKept } from '../campaign/index.ts';
import type { CampaignRecord } from '../record/index.ts';
import type { Target } from '../target/index.ts';

/** Where kept findings are, from where the command is called. */
export const CORPUS = 'sim/corpus';

/** A kept finding was run. */
export type KeptRun = CorpusEntry & { readonly outcome: KeptOutcome };

/**
 * The kept findings of some scenarios.
 *
 * @param corpus a folder; false for none; by default {@link CORPUS}, if it is there
 * @throws {CorpusError} when the folder, or a file in it, is not what it should be
 */
export function keptFindings(
  corpus: string | boolean | undefined,
  scenarios: readonly { readonly name: string }[],
): readonly CorpusEntry[] {
  if (corpus === false) return [];
  if (typeof corpus !== 'string' && !existsSync(CORPUS)) return [];
  const names = new Set(scenarios.map(({ name }) => name));
  return readCorpus(typeof corpus === 'string' ? corpus : CORPUS).filter(({ kept }) =>
    names.has(kept.scenario),
  );
}

/** Runs kept findings, one after the other. */
export async function runCorpus(
  target: Target,
  entries: readonly CorpusEntry[],
  signal: AbortSignal,
): Promise<readonly KeptRun[]> {
  const runs: KeptRun[] = [];
  for (const entry of entries) {
    if (signal.aborted) break;
    runs.push({ ...entry, outcome: await runKept(target, entry.kept) });
  }
  return runs;
}

/** What became of kept findings, as data. */
export function corpusRecordOf(runs: readonly KeptRun[]): CampaignRecord['corpus'] {
  return runs.map(({ file, kept, outcome }) => ({
    file,
    label: kept.label,
    outcome: outcome.type,
    why: 'why' in outcome ? outcome.why : null,
  }));
}
