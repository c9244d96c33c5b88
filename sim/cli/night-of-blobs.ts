import { UsageError } from '../../src/cli/index.ts';
import { buildId, mergeBlobs, readBlob } from '../campaign/index.ts';
import type { MergedRuns, NightPlan } from '../nightly/index.ts';
import { beginning } from './night-plan.ts';

/**
 * A night whose runs other machines have made: what is left to do is to look for planted bugs, and to tell it.
 *
 * @param climbs whether the bugs of the ladder are looked for
 * @throws {BlobError} when the blobs do not belong together
 * @throws {UsageError} when other code has made them: what is planted here would say nothing of it
 */
export function nightOfBlobs(
  files: readonly string[],
  climbs: boolean,
): {
  readonly plan: NightPlan;
  readonly merged: MergedRuns;
} {
  const [first, ...others] = files.map((file) => ({ file, blob: readBlob(file) }));
  if (!first) throw new UsageError('--blobs needs the blobs of all shards');
  const merged = mergeBlobs([first, ...others], true); // what is missing makes the night red, and is told there
  const { build, targets, scenarios, defect, seeds } = merged.record;
  if (build !== buildId()) {
    throw new UsageError(`the blobs were made by build ${build}, this is ${buildId()}: tell the night there`);
  }
  const [target, ...more] = targets.map((name) => ({ name, part: 1 }));
  if (!target) throw new UsageError(`${first.file} is of no target`);
  const plan: NightPlan = {
    ...beginning(),
    seed: seeds.replace(/^--seeds? /, ''),
    targets: [target, ...more],
    scenarios: [...scenarios],
    defect,
    climbs,
    budgetMs: null,
    runs: 0,
    shrinkMs: null,
  };
  return { plan, merged };
}
