import { describe, expect, it } from 'vitest';
import {
  decodeToken,
  exploration,
  replay,
  run,
  type RunPlan,
  type RunResult,
} from '../../../sim/campaign/index.ts';
import { explore, Search } from '../../../sim/explore/index.ts';
import { noSignal } from '../../support/campaigns.ts';
import { planOf } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();

function completionsPlan(tasks: number, defect?: string): RunPlan {
  return planOf({ scenario: 'completions', seed: '0', tasks, ...(defect === undefined ? {} : { defect }) });
}

function atMost(preemptions: number | 'unlimited') {
  return { preemptions, faults: 0, allowed: new Set<string>() };
}

function find(tasks: number, defect: string | undefined, search: Search) {
  const plan = { target: target(), run: completionsPlan(tasks, defect), search };
  return exploration({ ...plan, budgetMs: undefined, mostRuns: undefined }, {}, noSignal);
}

const LEFT = [
  'select * from workflow_event order by workflow_id, sequence',
  'select * from task_execution order by id',
  'select * from workflow_execution order by id',
];

/** What a run came to and left behind, as far as it does not depend on the order of steps that commute. */
function outcomeOf({ end, violations, trace }: RunResult): string {
  const answers = trace.steps.flatMap(({ actor, detail }) =>
    detail.kind === 'answer' ? [JSON.stringify([actor, detail])] : [],
  );
  const left = LEFT.map((text) => target().inspect(text));
  return JSON.stringify([end, violations.map(({ witness }) => witness.sentence), answers.toSorted(), left]);
}

async function outcomes(search: Search, defect: string | undefined): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const plan = completionsPlan(2, defect);
  await explore<RunResult>(
    {
      search,
      run: (begin) => run(target(), plan, begin),
      isBroken: (ended) => {
        seen.add(outcomeOf(ended));
        return false;
      },
      isCutShort: () => false,
      budgetMs: undefined,
      mostRuns: undefined,
    },
    {},
    noSignal,
  );
  return seen;
}

describe('two completions at once', () => {
  it('hold in every schedule with two preemptions', async () => {
    expect(await find(2, undefined, new Search(atMost(2)))).toEqual({ type: 'proved' });
  }, 120_000);

  it.each([
    [1, undefined],
    [1, 'sequence-from-row'],
    [1, 'unlocked-completion'],
    ['unlimited', undefined],
    ['unlimited', 'sequence-from-row'],
  ] as const)(
    'come to the same outcomes with schedules left out as without: preemptions %s, defect %s',
    async (preemptions, defect) => {
      const plain = new Search(atMost(preemptions), 'none');
      const reduced = new Search(atMost(preemptions));
      expect(await outcomes(reduced, defect)).toEqual(await outcomes(plain, defect));
      expect(reduced.counts.runs).toBeLessThanOrEqual(plain.counts.runs);
    },
    120_000,
  );

  it.each(['sequence-from-row', 'unlocked-completion'])(
    'show %s with a single preemption, and a token replays it',
    async (defect) => {
      const result = await find(2, defect, new Search(atMost(2)));
      if (result.type !== 'broken') throw new Error(`the search came to ${result.type}`);
      expect(result.run).toMatchObject({ preemptions: 1, end: 'finished' });
      expect(result.run.violations[0]?.law.name).toBe('exactly-once');
      expect((await replay(target(), decodeToken(result.token))).hash).toBe(result.run.hash);
    },
  );
});
