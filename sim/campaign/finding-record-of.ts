import type { FindingRecord } from '../record/index.ts';
import { figuresOf } from './figures.ts';
import { replayCommand } from './replay-command.ts';
import type { RunResult } from './run.ts';
import { type ShrunkFinding, signatureOf } from './shrink-run.ts';
import { deviationsInWords } from './deviations-in-words.ts';

/**
 * A finding as data, as the first run that showed it has it.
 *
 * @param at the place of its seed among all seeds of the campaign, from 0
 * @param token replays the run
 * @returns undefined if the run broke no law
 */
export function findingRecordOf(
  at: number,
  run: RunResult,
  { target, token, strategy }: { readonly target: string; readonly token: string; readonly strategy: string },
): FindingRecord | undefined {
  const signature = signatureOf(run);
  const [violation] = run.violations;
  if (signature === undefined || !violation) return undefined;
  const { law, witness } = violation;
  const { scenario, size, seed, opinion } = run.plan;
  return {
    signature,
    law: law.name,
    statement: law.statement,
    witness: witness.sentence,
    subjects: [...witness.subjects],
    target,
    scenario: scenario.name,
    size,
    seed,
    at,
    strategy,
    count: 1,
    strategies: { [strategy]: 1 },
    seeds: [{ seed, steps: run.trace.steps.length }],
    figures: figuresOf(run),
    divergences: [...run.divergences],
    hash: run.hash,
    token,
    command: replayCommand(token, opinion?.name),
    shrunk: null,
  };
}

/** What a finding was shrunk to, as data. */
export function shrunkRecordOf(shrunk: ShrunkFinding): NonNullable<FindingRecord['shrunk']> {
  const { run, violation, token, deviations, from, to, runs, elapsedMs, isMinimal } = shrunk;
  const { size, opinion } = run.plan;
  return {
    size,
    from,
    to,
    witness: violation.witness.sentence,
    deviations: deviationsInWords(deviations),
    runs,
    elapsedMs: Math.round(elapsedMs),
    minimal: isMinimal,
    hash: run.hash,
    token,
    command: replayCommand(token, opinion?.name),
  };
}
