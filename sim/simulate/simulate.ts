import { NondeterminismError, type Recording } from '../campaign/index.ts';
import { drawFaults, type FaultPlan, SESSION_FAULTS, withFaults } from '../fault/index.ts';
import { type Chooser, host, RandomRoot } from '../kernel/index.ts';
import { replayChooser, Search } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { type Settings, settingsOf, type SimulateOptions, SimulateOptionsError } from './options.ts';
import { type SimulateResult, Tally } from './result.ts';
import { type BodyPlan, runBody, type SimulateRun } from './run-body.ts';
import { TARGETS, type TargetName } from './targets.ts';
import type { ActorBody } from './world.ts';

/** The first run, and one in so many from there on, is done again, to prove that a run is a function of its choices. */
const CHECK_ONE_IN = 50;

/**
 * Runs a piece of code that uses Postgres under many schedules, each grown from a seed. What must hold is whatever the
 * body and its actors assert: a run fails when one of them throws, or never ends.
 *
 * @param body called once for every run, with a world of its own, on a database that is empty but for the schema; once
 *   more for each run that is done again, and before the first, for strategies that want to know what runs are like
 * @throws {SimulateOptionsError} when an option makes no sense.
 * @throws {EscapedSimulationError} when a run did something that no seed decides.
 * @throws {NondeterminismError} when a run done again is not the same.
 * @throws {ReplayDivergedError} when a replayed run's choices do not fit any more, because the code has changed.
 */
export async function simulate(options: SimulateOptions, body: ActorBody<unknown>): Promise<SimulateResult> {
  const settings = settingsOf(options);
  const { name, schema, limits, pool, replay } = settings;
  const begun = host.monotonicMs();
  if (replay === 'other') return new Tally('none').result(name, 0);
  const isOurs = typeof settings.target === 'string';
  const target = typeof settings.target === 'string' ? await boot(settings.target, schema) : settings.target;
  try {
    const plan: BodyPlan = { target, name, body, limits, pool };
    if (!replay) return (await search(settings, plan)).result(name, host.monotonicMs() - begun);
    const { tally, isSame } = await doAgain(plan, replay);
    return tally.result(name, host.monotonicMs() - begun, { isSame });
  } finally {
    if (isOurs) await target.close();
  }
}

/** @throws {SimulateOptionsError} when the database refuses the schema. */
async function boot(target: TargetName, schema: readonly string[]): Promise<Target> {
  try {
    return await TARGETS[target](schema);
  } catch (cause) {
    const isRefused = cause instanceof Error && 'severity' in cause; // as databases report what they refuse
    throw isRefused ? new SimulateOptionsError(`schema: ${cause.message}`, { cause }) : cause;
  }
}

/** Runs seed after seed until there are no more, or enough have failed. */
async function search({ seeds, strategy, bail, faults: mode }: Settings, plan: BodyPlan): Promise<Tally> {
  const tally = new Tally(plan.target.name);
  const searching = new Search(strategy);
  for (const seed of seeds) {
    const faults = drawFaults(mode, new RandomRoot(seed).stream('swarm'), SESSION_FAULTS);
    const run = await searching.run(plan.name, seed, (each, makeChooser, isPilot) =>
      faults && !isPilot
        ? runBody(plan, each, suffering(makeChooser, faults), faults)
        : runBody(plan, each, makeChooser),
    );
    if (run.failure || tally.runs % CHECK_ONE_IN === 0) {
      const again = await runBody(plan, seed, () => replayChooser(run.choices), run.scope);
      if (!isSame(run, again)) throw new NondeterminismError(run, again);
      tally.checkedTwice += 1;
    }
    tally.add(run);
    if (tally.failures.length >= bail) break;
  }
  return tally;
}

/** Has faults happen besides what a chooser chooses. */
function suffering(
  makeChooser: (root: RandomRoot) => Chooser,
  faults: FaultPlan,
): (root: RandomRoot) => Chooser {
  return (root) => withFaults(makeChooser(root), root.stream('faults'), faults);
}

/** Does a recorded run again. */
async function doAgain(
  plan: BodyPlan,
  { seed, choices, hash, faults }: Recording,
): Promise<{ readonly tally: Tally; readonly isSame: boolean }> {
  const tally = new Tally(plan.target.name);
  const run = await runBody(plan, seed, () => replayChooser(choices), faults);
  tally.add(run);
  return { tally, isSame: run.hash === hash };
}

/** Whether two runs did and saw the same, and failed alike: what an assertion looks at need not be in any step. */
function isSame(one: SimulateRun, other: SimulateRun): boolean {
  return one.hash === other.hash && String(one.failure?.error) === String(other.failure?.error);
}
