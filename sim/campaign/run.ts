import type { Planted } from '../../models/defect/index.ts';
import { reachedTransitions, type Transition } from '../../models/lifecycle/index.ts';
import { type Law, LAWS, type Witness } from '../../models/law/index.ts';
import {
  type Chooser,
  DEFAULT_LIMITS,
  EscapedSimulationError,
  type Limits,
  RandomRoot,
  type RunEnd,
  Simulation,
} from '../kernel/index.ts';
import { FaultBudget, type FaultScope } from '../fault/index.ts';
import { SECOND_OPINION, type SecondOpinion } from '../opinion/index.ts';
import { Cluster, collectEvidence, type Scenario, type Size } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';

/** What faults cost is made good in the healing phase, lease by lease and retry by retry. */
const LIMITS_WITH_FAULTS: Limits = { ...DEFAULT_LIMITS, healingSteps: 40_000, healingMs: 300_000 };

/** Everything that determines a run, but for its choices. */
export type RunPlan = {
  readonly scenario: Scenario;
  readonly size: Size;
  readonly seed: string;
  readonly defect: Planted | undefined;
  readonly limits?: Limits;
  /** What may go wrong; nothing, if absent. */
  readonly faults?: FaultScope | undefined;
  /** Another database that is asked what the run must have left; decides nothing. */
  readonly opinion?: SecondOpinion | undefined;
};

/** A law that a run broke, or a second opinion that differs. */
export type Violation = { readonly law: Pick<Law, 'name' | 'statement'>; readonly witness: Witness };

/** What a run came to. */
export type RunResult = RunEnd & {
  readonly plan: RunPlan;
  readonly hash: string;
  /** The strategy that chose its schedule, the one of a portfolio that it was; undefined if the run is a replay. */
  readonly strategy: string | undefined;
  /** The most telling one first; none if every law held. */
  readonly violations: readonly Violation[];
  /** Operations with their answers, sweeps that found something, types of events. */
  readonly signs: ReadonlySet<string>;
  /** Steps of lifecycles that something in it has taken. */
  readonly reached: readonly Transition[];
  /** Where the target may have left what PostgreSQL would do. */
  readonly divergences: readonly string[];
};

/**
 * Runs a plan once.
 *
 * @param makeChooser given the run's stream for schedule choices
 * @throws {EscapedSimulationError} when the run did something that no seed decides.
 */
export async function run(
  target: Target,
  plan: RunPlan,
  makeChooser: (root: RandomRoot) => Chooser,
): Promise<RunResult> {
  try {
    return await simulate(target, plan, makeChooser, false);
  } catch (error) {
    // The place of a promise is only known to a run that watched every promise: the same run again.
    if (!(error instanceof EscapedSimulationError) || error.place !== undefined) throw error;
    return await simulate(target, plan, makeChooser, true);
  }
}

async function simulate(
  target: Target,
  plan: RunPlan,
  makeChooser: (root: RandomRoot) => Chooser,
  diagnose: boolean,
): Promise<RunResult> {
  const root = new RandomRoot(plan.seed);
  const chooser = makeChooser(root);
  const { faults } = plan;
  const limits = plan.limits ?? (faults ? LIMITS_WITH_FAULTS : undefined);
  const nemesis =
    faults &&
    new FaultBudget(
      faults,
      (allowed) => cluster.blows(allowed),
      () => cluster.isCalm,
    );
  const simulation = new Simulation({
    random: root,
    chooser,
    diagnose,
    ...(limits ? { limits } : {}),
    ...(nemesis ? { nemesis } : {}),
  });
  target.reset({ now: () => simulation.now(), entropy: root.stream('database') });
  const cluster = new Cluster(simulation, target, plan.defect, { isFaulty: faults !== undefined });
  cluster.populate(plan.scenario, plan.size);
  const end = await simulation.run();
  if (target.mustRepeat()) return await simulate(target, plan, makeChooser, diagnose);
  const divergences = [...target.divergences()];
  const evidence = await collectEvidence(target, cluster, end);
  const violations: Violation[] = LAWS.flatMap((law) => {
    const witness = law.check(evidence);
    return witness ? [{ law, witness }] : [];
  });
  const witness = plan.opinion?.disagrees(end.trace.steps, evidence);
  if (witness) violations.push({ law: SECOND_OPINION, witness });
  const signs = new Set([...cluster.signs, ...evidence.events.map(({ type }) => type)]);
  return {
    ...end,
    plan,
    hash: end.trace.hash(),
    strategy: chooser.name,
    violations,
    signs,
    reached: reachedTransitions(signs),
    divergences,
  };
}
