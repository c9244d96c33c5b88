import { plural, type ShownRun } from '../../reports/index.ts';
import { UsageError } from '../../src/cli/index.ts';
import { decodeToken, deviationsOf, replay, type RunResult, tolerantly } from '../campaign/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import { chooseNamed } from './choose-named.ts';
import { shownRun } from './shown-run.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';
import { readToken } from './token-file.ts';

/** The run that was the same up to the point of no return, and kept the law. */
const SAVED = 'saved';
/** The same schedule on another database. */
const ON_TARGET = 'target:';

/** What it takes to boot another target. */
type Boot = { readonly databaseUrl: string | undefined; readonly note: (line: string) => void };

/** What the run itself is called beside another one. */
export function labelBeside(against: string, target: Target): string {
  return against.startsWith(ON_TARGET) ? `On ${target.name}` : 'This run';
}

/**
 * The run that another one is laid beside.
 *
 * @param against `saved`, `target:` and the name of one, a token, or a file with one
 * @param left the other run, examined
 * @throws {UsageError} when there is no such run
 */
export async function runAgainst(
  against: string,
  left: ShownRun,
  target: Target,
  boot: Boot,
): Promise<ShownRun> {
  if (against === SAVED) {
    const saved = left.turn?.saved;
    if (!saved)
      throw new UsageError('--against saved: no run was found that goes the same way and keeps the law');
    return shownRun(target, saved, { id: 'right', label: 'The run that was saved' });
  }
  if (against.startsWith(ON_TARGET)) {
    const deviations = await deviationsOf(target, left.run);
    return on(against.slice(ON_TARGET.length), boot, (other) => sameSchedule(other, left.run, deviations));
  }
  const recording = decodeToken(readToken(against, 'shrunk'));
  const again = async (there: Target): Promise<ShownRun> =>
    shownRun(there, await replay(there, recording), { id: 'right', label: 'The other run' });
  return recording.target === target.name ? again(target) : on(recording.target, boot, again);
}

async function sameSchedule(
  target: Target,
  { plan }: RunResult,
  deviations: Awaited<ReturnType<typeof deviationsOf>>,
): Promise<ShownRun> {
  const { run, tolerated } = await tolerantly(target, plan, deviations);
  const followed = deviations.length - tolerated.missed.length;
  const note = `The schedule is that of the other run, told by the names of its steps: of ${plural(deviations.length, 'deviation')} from the default, ${followed} meant something here.`;
  return shownRun(target, run, { id: 'right', label: `On ${target.name}`, notes: [note] });
}

/** Boots a target, does something on it, and closes it. */
async function on<Result>(
  name: string,
  { databaseUrl, note }: Boot,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const chosen = chooseNamed('target', name, TARGETS);
  checkDatabaseUrl(databaseUrl, [chosen]);
  const target = await chosen.boot(ENGINE_SCHEMA, note, databaseUrl);
  try {
    return await use(target);
  } finally {
    await target.close();
  }
}
