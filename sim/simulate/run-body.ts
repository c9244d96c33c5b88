import type { RepeatedRun } from '../campaign/index.ts';
import { FaultBudget, type FaultScope } from '../fault/index.ts';
import {
  type Chooser,
  EscapedSimulationError,
  type Limits,
  RandomRoot,
  type RunEnd,
  Simulation,
} from '../kernel/index.ts';
import type { PoolOptions } from '../pg/index.ts';
import type { Target } from '../target/index.ts';
import { RejectionWatch } from './rejection-watch.ts';
import { UnfinishedError } from './unfinished-error.ts';
import { type ActorBody, type ActorFailure, MAIN, RunWorld } from './world.ts';

/** What is the same for all runs of a simulation. */
export type BodyPlan = {
  readonly target: Target;
  readonly name: string;
  readonly body: ActorBody<unknown>;
  readonly limits: Limits;
  readonly pool: PoolOptions;
};

/** What a run of somebody's own code came to. */
export type SimulateRun = RunEnd &
  RepeatedRun & {
    /** The strategy that chose its schedule, the one of a portfolio that it was; undefined if the run is a replay. */
    readonly strategy: string | undefined;
    /** What could go wrong in it; nothing, if undefined. `faults` tells what did. */
    readonly scope: FaultScope | undefined;
    /** What went wrong first, and in whom; undefined if all went well. */
    readonly failure: ActorFailure | undefined;
    /** Where the target may have left what PostgreSQL would do. */
    readonly divergences: readonly string[];
  };

/**
 * Runs a body once.
 *
 * @param makeChooser given the run's randomness
 * @param scope what may go wrong; nothing, if absent
 * @throws {EscapedSimulationError} when the run did something that no seed decides.
 */
export async function runBody(
  plan: BodyPlan,
  seed: string,
  makeChooser: (root: RandomRoot) => Chooser,
  scope?: FaultScope,
): Promise<SimulateRun> {
  try {
    return await attempt({ ...plan, seed, makeChooser, scope, diagnose: false });
  } catch (error) {
    // The place of a promise is only known to a run that watched every promise: the same run again.
    if (!(error instanceof EscapedSimulationError) || error.place !== undefined) throw error;
    return await attempt({ ...plan, seed, makeChooser, scope, diagnose: true });
  }
}

type AttemptPlan = BodyPlan & {
  readonly seed: string;
  readonly makeChooser: (root: RandomRoot) => Chooser;
  readonly scope: FaultScope | undefined;
  readonly diagnose: boolean;
};

async function attempt(plan: AttemptPlan): Promise<SimulateRun> {
  const { target, name, body, limits, pool, seed, makeChooser, scope, diagnose } = plan;
  const root = new RandomRoot(seed);
  const chooser = makeChooser(root);
  const nemesis =
    scope &&
    new FaultBudget(
      scope,
      () => [],
      () => !world.hasActors,
    );
  const simulation = new Simulation({
    random: root,
    chooser,
    limits,
    diagnose,
    ...(nemesis ? { nemesis } : {}),
  });
  target.reset({ now: () => simulation.now(), entropy: root.stream('database') });
  const world = new RunWorld(seed, simulation, target, pool, scope !== undefined);
  world.begin(body);
  const rejections = new RejectionWatch();
  let end: RunEnd;
  try {
    end = await simulation.run();
  } finally {
    await rejections.end();
  }
  if (target.mustRepeat()) return await attempt(plan);
  return {
    ...end,
    plan: { seed, scenario: { name } },
    hash: end.trace.hash(),
    strategy: chooser.name,
    scope,
    failure: world.failures[0] ?? rejections.failure ?? unfinished(end, simulation, world),
    divergences: target.divergences(),
  };
}

function unfinished(run: RunEnd, simulation: Simulation, { onStage }: RunWorld): ActorFailure | undefined {
  if (run.end === 'finished') return undefined;
  const waiting = simulation.waiting();
  const all = [...onStage].map((actor) => ({
    actor,
    waitsFor: waiting.filter((gate) => gate.actor === actor).map(({ label }) => label),
  }));
  const error = new UnfinishedError(run.end, all, run.elapsedMs, run.trace.steps.length);
  return { actor: all.find(({ actor }) => actor !== MAIN)?.actor ?? MAIN, error };
}
