import { replayCommand, type ShownRun } from '../../reports/index.ts';
import { encodeToken, examine, record, type RunResult } from '../campaign/index.ts';
import type { Target } from '../target/index.ts';

/** Examines a run, for its page. */
export async function shownRun(
  target: Target,
  run: RunResult,
  { id, label, cut, notes }: Pick<ShownRun, 'id' | 'label' | 'cut' | 'notes'>,
): Promise<ShownRun> {
  const command = replayCommand(encodeToken(record(target, run)), run.plan.opinion?.name);
  return { ...(await examine(target, run)), id, label, cut, notes, command, target: target.name };
}
