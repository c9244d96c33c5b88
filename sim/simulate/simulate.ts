import { NondeterminismError, type Recording } from '../campaign/index.ts';
import { drawFaults, type FaultPlan, type FaultScope, SESSION_FAULTS, withFaults } from '../fault/index.ts';
import { type Chooser, host, RandomRoot } from '../kernel/index.ts';
import { replayChooser, Search } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { type Settings, settingsOf, type SimulateOptions } from './options.ts';
import { type SimulateResult, Tally } from './result.ts';
import { type BodyPlan, runBody, type SimulateRun } from './run-body.ts';
import { shrinkBody, type ShrunkRun } from './shrink-body.ts';
import { bootTarget } from './targets.ts';
import type { ActorBody } from './world.ts';

/** The first run, and one in so many from there on, is done again, to prove that a run is a function of its choices. */
const CHECK_ONE_IN = 50;

/**
 * Runs a piece of code that uses Postgres under many schedules, each grown from a seed. What must hold is whatever the
 * body and its actors assert: a run fails when one of them throws, or never ends.
 *
 * @param body called once for every run, with a world of its own, on a database that is empty but for the schema; once
 *   more for each run that is done again, and before the first, for strategies that want to know what runs are like; and
 *   as often as it takes to make a failed run simpler
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
  const target =
    typeof settings.target === 'string' ? await bootTarget(settings.target, schema) : settings.target;
  try {
    const plan: BodyPlan = { target, name, body, limits, pool };
    if (!replay) return (await search(settings, plan)).result(name, host.monotonicMs() - begun);
    const { tally, isSame } = await doAgain(plan, replay);
    return tally.result(name, host.monotonicMs() - begun, { isSame });
  } finally {
    if (isOurs) await target.close();
  }
}

/** A run to make: its seed, what chooses, and what may go wrong. */
export type OneRun = {
  readonly seed: string;
  readonly makeChooser: () => Chooser;
  readonly scope: FaultScope | undefined;
};

/**
 * Runs a piece of code once, on a target that is booted, under a schedule that the caller has.
 *
 * @throws as {@link simulate}
 */
export async function simulateOnce(
  options: Pick<SimulateOptions, 'name' | 'limits' | 'pool' | 'replay'> & { readonly target: Target },
  { seed, makeChooser, scope }: OneRun,
  body: ActorBody<unknown>,
): Promise<SimulateResult> {
  const { name, limits, pool, replay } = settingsOf(options);
  const begun = host.monotonicMs();
  if (replay === 'other') return new Tally('none').result(name, 0);
  const plan: BodyPlan = { target: options.target, name, body, limits, pool };
  if (replay) {
    const { tally, isSame } = await doAgain(plan, replay);
    return tally.result(name, host.monotonicMs() - begun, { isSame });
  }
  const tally = new Tally(options.target.name);
  const run = await runBody(plan, seed, makeChooser, scope);
  if (run.failure) await proveSame(plan, run);
  tally.add(run);
  return tally.result(name, host.monotonicMs() - begun);
}

/** Runs seed after seed until there are no more, or enough have failed. */
async function search(settings: Settings, plan: BodyPlan): Promise<Tally> {
  const { seeds, strategy, bail, faults: mode, shrinkRuns } = settings;
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
      await proveSame(plan, run);
      tally.checkedTwice += 1;
    }
    tally.add(run, run.failure && !tally.knows(run) ? await shrunkWithin(plan, run, shrinkRuns) : undefined);
    if (tally.failures.length >= bail) break;
  }
  return tally;
}

/** @throws {NondeterminismError} when the shrunk run is not the same again. */
async function shrunkWithin(plan: BodyPlan, run: SimulateRun, runs: number): Promise<ShrunkRun | undefined> {
  const shrunk = runs === 0 ? undefined : await shrinkBody(plan, run, runs);
  if (shrunk) await proveSame(plan, shrunk.run);
  return shrunk;
}

/** Has faults happen besides what a chooser chooses. */
function suffering(
  makeChooser: (root: RandomRoot) => Chooser,
  faults: FaultPlan,
): (root: RandomRoot) => Chooser {
  return (root) => withFaults(makeChooser(root), root.stream('faults'), faults);
}

/** @throws {NondeterminismError} when a run done again is not the same. */
async function proveSame(plan: BodyPlan, run: SimulateRun): Promise<void> {
  const again = await runBody(plan, run.plan.seed, () => replayChooser(run.choices), run.scope);
  if (!isSame(run, again)) throw new NondeterminismError(run, again);
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
