import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  campaign,
  campaignByWorkers,
  type CampaignListener,
  type WorkersPlan,
} from '../../../../sim/campaign/index.ts';
import { type CampaignPart, CampaignPart as Part } from '../../../../sim/record/index.ts';
import {
  ACCIDENT_THREAD,
  type AccidentAssignment,
  NOTHING_TO_READ,
  runsPlanOf,
} from '../../../support/accidents.ts';
import { noSignal, seeds, sharedTarget } from '../../../support/campaigns.ts';

const target = sharedTarget();
const calm: AccidentAssignment = { scenarios: ['completions'], isDefective: false };
const broken: AccidentAssignment = { scenarios: ['completions', 'fan-out'], isDefective: true };

function workersPlan(assignment: AccidentAssignment, overrides: Partial<WorkersPlan> = {}): WorkersPlan {
  return {
    seeds: seeds(12),
    budgetMs: undefined,
    bail: undefined,
    terms: runsPlanOf(target, assignment),
    target: 'pglite',
    threads: { module: ACCIDENT_THREAD, assignment, memoryMb: 512 },
    jobs: 1,
    hungAfterMs: 60_000,
    ...overrides,
  };
}

function byWorkers(
  assignment: AccidentAssignment,
  overrides: Partial<WorkersPlan> = {},
  listener: CampaignListener = {},
  signal: AbortSignal = noSignal,
): Promise<CampaignPart> {
  return campaignByWorkers(workersPlan(assignment, overrides), listener, signal);
}

/** What a campaign came to, but for how long it took. */
function timeless(part: CampaignPart): CampaignPart {
  return {
    ...part,
    startedAt: '',
    elapsedMs: 0,
    firstFindingMs: null,
    byScenario: part.byScenario.map((each) => ({ ...each, elapsedMs: 0 })),
    slowest: [],
  };
}

describe('a campaign by workers', () => {
  it('of three comes to what one thread comes to', async () => {
    const bounds = { budgetMs: undefined, bail: undefined };
    const alone = await campaign(
      { ...runsPlanOf(target, broken), ...bounds, seeds: seeds(32) },
      {},
      noSignal,
    );
    expect(alone.findings.length).toBeGreaterThan(1);
    const part = await byWorkers(broken, { jobs: 3, seeds: seeds(32) });
    expect(timeless(part)).toEqual(timeless(alone));
    expect(Part.parse(part)).toEqual(part);
  });

  it('tells of runs in the order of their seeds, and of each finding once', async () => {
    const told: string[] = [];
    const found: string[] = [];
    const part = await byWorkers(
      broken,
      { jobs: 2, seeds: seeds(32) },
      {
        onRun: ({ seed }, { runs }) => told.push(`${seed} of ${runs}`),
        onFinding: ({ signature }) => found.push(signature),
      },
    );
    expect(told).toEqual(Array.from({ length: 32 }, (_, index) => `${index} of ${index + 1}`));
    expect(found.toSorted()).toEqual(part.findings.map(({ signature }) => signature).toSorted());
  });

  it('ends at the run at which one thread would, when enough broke a law', async () => {
    const plan = { ...runsPlanOf(target, broken), seeds: seeds(), budgetMs: undefined, bail: 3 };
    const alone = await campaign(plan, {}, noSignal);
    const part = await byWorkers(broken, { jobs: 2, seeds: seeds(), bail: 3 });
    expect(part.failedRuns).toBe(3);
    expect(timeless(part)).toEqual(timeless(alone));
  });

  it('begins no run when the time is up', async () => {
    const part = await byWorkers(calm, { jobs: 2, seeds: seeds(), budgetMs: 1 });
    expect(part).toMatchObject({ runs: 0, interrupted: false });
  });

  it('makes findings simpler by a worker, once each', async () => {
    const assignment: AccidentAssignment = { ...broken, shrinkMs: 10_000 };
    const part = await byWorkers(assignment, { jobs: 2, seeds: seeds(32) });
    const shrunk = part.findings.map(({ shrunk: each }) => each);
    expect(shrunk.length).toBeGreaterThan(1);
    for (const each of shrunk) expect(each?.to.steps).toBeLessThanOrEqual(each?.from.steps ?? 0);
  });

  it('ends with what is done when it is interrupted, and leaves no thread', async () => {
    const interruption = new AbortController();
    const part = await byWorkers(
      calm,
      { jobs: 2, seeds: seeds() },
      { onRun: (_, { runs }) => runs === 20 && interruption.abort() },
      interruption.signal,
    );
    expect(part.interrupted).toBe(true);
    expect(part.runs).toBeGreaterThanOrEqual(20);
    expect(part.byScenario.map(({ runs }) => runs)).toEqual([part.runs]);
  });

  it('runs nothing when it was interrupted before it began', async () => {
    expect(await byWorkers(calm, { jobs: 2 }, {}, AbortSignal.abort())).toMatchObject({
      runs: 0,
      interrupted: true,
    });
  });

  it('ends with the reason when a worker does not come up', async () => {
    const threads = { module: new URL('file:///nowhere/thread.js'), assignment: undefined, memoryMb: 512 };
    await expect(byWorkers(calm, { threads })).rejects.toThrow(/nowhere/);
  });
});

describe('a worker that does not survive a run', () => {
  it.each([
    ['exits', 'crashed', 'its thread ended with exit code 7', 60_000],
    ['throws', 'crashed', 'a bug of the simulator', 60_000],
    ['hangs', 'hung', 'no sign of life', 10_000],
    ['hoards', 'out of memory', /memory/, 60_000],
  ] as const)(
    'because it %s costs that run alone, and is replaced',
    async (scenario, why, message, hungAfterMs) => {
      const lost: number[] = [];
      const turns = ['completions', 'completions', 'completions', scenario, 'completions'] as const;
      const assignment: AccidentAssignment = { scenarios: turns, isDefective: false };
      const threads = { module: ACCIDENT_THREAD, assignment, memoryMb: 64 };
      const part = await byWorkers(
        assignment,
        { jobs: 2, seeds: seeds(10), threads, hungAfterMs },
        { onLost: ({ at }) => lost.push(at) },
      );
      expect(part.runs).toBe(8);
      expect(part.lost.map(({ at, seed }) => [at, seed])).toEqual([
        [3, '3'],
        [8, '8'],
      ]);
      expect(lost).toEqual([3, 8]);
      for (const each of part.lost) {
        expect(each).toMatchObject({ scenario, target: 'pglite', why });
        expect(each.message).toMatch(message);
      }
    },
    120_000,
  );

  it('is given up where its thread is blocked in the system, and cannot be ended', async () => {
    execFileSync('mkfifo', [NOTHING_TO_READ]);
    try {
      const assignment: AccidentAssignment = { scenarios: ['completions', 'blocks'], isDefective: false };
      const part = await byWorkers(assignment, { seeds: seeds(3), hungAfterMs: 10_000 });
      expect(part.runs).toBe(2);
      expect(part.lost).toMatchObject([{ at: 1, scenario: 'blocks', why: 'hung' }]);
    } finally {
      writeFileSync(NOTHING_TO_READ, 'x', { flag: 'r+' }); // the thread goes on, and ends
      rmSync(NOTHING_TO_READ);
    }
  }, 120_000);
});
