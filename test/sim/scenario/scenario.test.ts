import { describe, expect, it } from 'vitest';
import { run } from '../../../sim/campaign/index.ts';
import type { StepDetail } from '../../../sim/kernel/index.ts';
import type { CallDetail } from '../../../sim/network/index.ts';
import { CALM, SCENARIOS } from '../../../sim/scenario/index.ts';
import type { SqlDetail, WaitDetail } from '../../../sim/target/index.ts';
import { planOf, randomly, runRandomly, runsUntilViolation } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();
const names = SCENARIOS.map(({ name }) => name);

/** Whether a statement was sent, be it answered at once or not. */
function isStatement(detail: StepDetail): detail is SqlDetail | WaitDetail {
  return detail.kind === 'sql' || detail.kind === 'wait';
}

describe('without a defect', () => {
  it.each(names)('%s breaks no law in 25 seeds, and every run comes to its end', async (scenario) => {
    let steps = 0;
    let preemptions = 0;
    const hashes = new Set<string>();
    for (let seed = 0; seed < 25; seed += 1) {
      const result = await runRandomly(target(), { scenario, seed: String(seed) });
      expect(result.violations.map(({ witness }) => witness.sentence)).toEqual([]);
      expect(result).toMatchObject({ end: 'finished', failures: [] });
      steps += result.trace.steps.length;
      preemptions += result.preemptions;
      hashes.add(result.hash);
    }
    expect(hashes.size).toBe(25); // and each seed is another run
    expect(steps).toBeGreaterThan(1_250);
    expect(preemptions).toBeGreaterThan(50);
  });

  it('fan-out holds when it is cut off anywhere, but for its liveness', async () => {
    const plan = planOf({ scenario: 'fan-out', seed: '1' });
    const whole = (await run(target(), plan, randomly)).trace.steps.length;
    const ends = new Set<string>();
    for (let chaosSteps = 0; chaosSteps < whole; chaosSteps += 1) {
      const limits = { chaosSteps, healingSteps: 0, chaosMs: 30_000, healingMs: 30_000 };
      const result = await run(target(), { ...plan, limits }, randomly);
      ends.add(result.end);
      expect(result.trace.steps).toHaveLength(chaosSteps);
      const broken = result.violations.map(({ law }) => law.name);
      expect(broken, `cut off after ${chaosSteps} steps`).toEqual(['live']);
    }
    expect(ends).toEqual(new Set(['exhausted']));
  });
});

describe('the scenarios', () => {
  it('have names and summaries that tell them apart', () => {
    expect(names).toEqual([
      'fan-out',
      'race',
      'large-batch',
      'timers',
      'promises',
      'signals',
      'children',
      'cancellation',
      'retries',
      'memory',
      'schedules',
      'leases',
      'completions',
      'strangers',
      'recall',
      'backlog',
      'overlap',
      'expiring-keys',
      'losers',
      'late-submit',
      'greetings',
      'last-moment',
      'same-key',
      'called-off',
      'heartbeats',
      'selections',
      'deadlines',
      'takeover',
      'withdrawals',
      'photo-finish',
      'errands',
      'twins',
      'deserted',
    ]);
    expect(new Set(SCENARIOS.map(({ summary }) => summary)).size).toBe(SCENARIOS.length);
  });

  it.each(names)(
    '%s lets everybody act: clients, workers, every server, and the database',
    async (scenario) => {
      const plan = planOf({ scenario, seed: '1' });
      const { trace } = await run(target(), plan, randomly);
      const actors = new Set(trace.steps.map(({ actor }) => actor.split('/')[0]?.replace(/-\d+$/, '')));
      const { needsSweeps, before, after } = plan.scenario.workload(plan.size, CALM);
      const expected = ['client', 'server'];
      if (plan.size.workers > 0) expected.push('worker', 'clock'); // who finds nothing to do sleeps
      if (needsSweeps) expected.push('sweeper');
      if (before) expected.push('before');
      if (after) expected.push('after');
      expect(actors).toEqual(new Set(expected));
      for (const [role, count] of [
        ['worker', plan.size.workers],
        ['server', plan.size.servers],
      ] as const) {
        const own = trace.steps.flatMap(({ actor }) =>
          actor.startsWith(`${role}-`) ? [actor.split('/')[0]] : [],
        );
        expect(new Set(own).size).toBe(count);
      }
      const operations = trace.steps.flatMap(({ detail }) =>
        detail.kind === 'call' ? [(detail as CallDetail).operation] : [],
      );
      expect(operations).toEqual(expect.arrayContaining(['pollWorkflow', 'getEvents', 'submitCommands']));
      const begun = trace.steps.filter(({ detail }) => isStatement(detail) && detail.begins);
      expect(begun.length).toBeGreaterThan(plan.size.tasks);
    },
  );

  it.each([
    ['fan-out', 3],
    ['fan-out', 7],
    ['large-batch', 11],
  ])('%s with %i tasks completes all of them', async (scenario, tasks) => {
    expect((await runRandomly(target(), { scenario, seed: '1', tasks })).violations).toEqual([]);
    const statuses = target().inspect('select status, count(*) from task_execution group by status');
    expect(statuses).toEqual([{ status: 'COMPLETED', count: tasks }]);
  });

  it.each([2, 5])(
    'race with %i tasks crowns a winner, whether the others have ended or not',
    async (tasks) => {
      expect((await runRandomly(target(), { scenario: 'race', seed: '1', tasks })).violations).toEqual([]);
      const kinds = target().inspect('select kind, count(*) from task_execution group by kind order by kind');
      expect(kinds).toEqual([
        { kind: 'crown', count: 1 },
        { kind: 'run', count: tasks },
      ]);
      expect(target().inspect("select status from task_execution where kind = 'crown'")).toEqual([
        { status: 'COMPLETED' },
      ]);
    },
  );

  it('race lets any lane win', async () => {
    const winners = new Set<string>();
    // The last lane is rarely first: who waits for the database gets it in the order of asking.
    for (let seed = 0; seed < 1_000 && winners.size < 3; seed += 1) {
      await runRandomly(target(), { scenario: 'race', seed: String(seed) });
      const [row] = target().inspect(
        'select output #>> $${}$$ as winner from workflow_execution',
      ) as readonly { winner: string }[];
      winners.add(row?.winner ?? 'nobody');
    }
    expect(winners).toEqual(new Set(['lane 1', 'lane 2', 'lane 3']));
  });
});

describe('sequence-from-row', () => {
  it('is found on fan-out with 3 tasks within 100 seeds: exactly-once is broken, and contiguous holds', async () => {
    const sketch = { scenario: 'fan-out', defect: 'sequence-from-row', tasks: 3 };
    const { found } = await runsUntilViolation(target(), sketch, 100);
    const broken = found?.violations.map(({ law }) => law.name) ?? [];
    expect(broken[0]).toBe('exactly-once');
    expect(broken).not.toContain('contiguous');
  });
});
