import { afterAll, beforeAll } from 'vitest';
import { DEFECTS } from '../../models/defect/index.ts';
import type { CampaignPlan, RunPlan } from '../../sim/campaign/index.ts';
import { ENGINE_SCHEMA, SCENARIOS, type Scenario } from '../../sim/scenario/index.ts';
import { STRATEGIES } from '../../sim/strategy/index.ts';
import { type Execution, PGliteTarget, type Target } from '../../sim/target/index.ts';
import { instead } from './targets.ts';

/** What {@link find} looks through. */
type Named = { readonly name: string };

function find<Thing extends Named>(things: readonly Thing[], name: string): Thing {
  const found = things.find((thing) => thing.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

export const fanOut: Scenario = find(SCENARIOS, 'fan-out');
export const race: Scenario = find(SCENARIOS, 'race');
export const random = find(STRATEGIES, 'random');
export const portfolio = find(STRATEGIES, 'portfolio');
export const sequenceFromRow = find(DEFECTS, 'sequence-from-row');

/** The smallest run there is, for tests that need many. */
export const SMALL = { tasks: 1, workers: 1, servers: 1 };

/** The database that a test file's runs share, as a campaign's do. It can be used from hooks and tests on. */
export function sharedTarget(): Target {
  let target: Target | undefined;
  beforeAll(async () => {
    target = await PGliteTarget.boot({ schema: ENGINE_SCHEMA });
  });
  afterAll(() => target?.close());
  return instead(() => {
    if (!target) throw new Error('the target is up only while tests run');
    return target;
  }, {});
}

/** The same campaign on a target that answers otherwise, as `alter` says, whenever a run is done again. */
export function forgetful(
  plan: CampaignPlan,
  alter: (execution: Execution, text: string) => Execution,
): CampaignPlan {
  const { strategy, target } = plan;
  let isFirstTime = false;
  let isAgain = false;
  return {
    ...plan,
    strategy: {
      ...strategy,
      chooser(stream) {
        isFirstTime = true; // a run that is done again makes the choices of its recording
        return strategy.chooser(stream);
      },
    },
    target: instead(() => target, {
      reset(world) {
        isAgain = !isFirstTime;
        isFirstTime = false;
        target.reset(world);
      },
      openSession() {
        const session = target.openSession();
        let text = '';
        const altered = (execution: Execution | undefined): Execution | undefined =>
          execution && isAgain ? alter(execution, text) : execution;
        return {
          execute(statement) {
            ({ text } = statement);
            return altered(session.execute(statement));
          },
          collect: () => altered(session.collect()),
          hasAnswer: () => session.hasAnswer(),
          close: () => session.close(),
        };
      },
    }),
  };
}

/** A campaign over fan-out, unless told otherwise. */
export function campaignPlan(target: Target, overrides: Partial<CampaignPlan> = {}): CampaignPlan {
  return {
    target,
    scenarios: [fanOut],
    size: {},
    strategy: random,
    defect: undefined,
    seeds: seeds(10),
    budgetMs: undefined,
    bail: undefined,
    ...overrides,
  };
}

/** A run of fan-out, unless told otherwise. */
export function runPlan(overrides: Partial<RunPlan> = {}): RunPlan {
  return { scenario: fanOut, size: fanOut.size, seed: '0', defect: undefined, ...overrides };
}

/** The seeds `0`, `1`, `2`, … */
export function* seeds(count = Number.POSITIVE_INFINITY): Iterable<string> {
  for (let seed = 0; seed < count; seed += 1) yield String(seed);
}

/** A signal that is never aborted. */
export const noSignal: AbortSignal = new AbortController().signal;
