import { describe, expect, it } from 'vitest';
import {
  campaign,
  type CampaignListener,
  type CampaignPlan,
  decodeToken,
  NondeterminismError,
  record,
  type RunResult,
} from '../../../sim/campaign/index.ts';
import type { CampaignPart } from '../../../sim/record/index.ts';
import { ReplayDivergedError } from '../../../sim/strategy/index.ts';
import {
  campaignPlan,
  fanOut,
  forgetful,
  noSignal,
  portfolio,
  race,
  seeds,
  sequenceFromRow,
  sharedTarget,
  SMALL,
} from '../../support/campaigns.ts';
import { instead } from '../../support/targets.ts';

const target = sharedTarget();
/** A campaign of ours that nobody interrupts. */
const play = (overrides: Partial<CampaignPlan>, listener: CampaignListener = {}): Promise<CampaignPart> =>
  campaign(campaignPlan(target, overrides), listener, noSignal);

describe('a campaign', () => {
  it('runs every seed once, in order, the scenarios taking turns', async () => {
    const done: string[] = [];
    const result = await play(
      { scenarios: [fanOut, race], seeds: ['a', 'b', 'c', 'd', 'e'] },
      { onRun: ({ scenario, seed }) => done.push(`${scenario} ${seed}`) },
    );
    expect(done).toEqual(['fan-out a', 'race b', 'fan-out c', 'race d', 'fan-out e']);
    expect(result).toMatchObject({
      runs: 5,
      failedRuns: 0,
      findings: [],
      checkedTwice: 0,
      interrupted: false,
    });
  });

  it('counts the runs in which the database may not have done as PostgreSQL', async () => {
    let run = 0;
    const diverging = instead(() => target, {
      reset(world) {
        run += 1;
        target.reset(world);
      },
      divergences: () => (run === 2 ? ['drew twice'] : []),
    });
    const told: (readonly string[])[] = [];
    const result = await campaign(
      campaignPlan(diverging, { size: SMALL, seeds: seeds(3) }),
      { onRun: ({ divergences }) => told.push(divergences) },
      noSignal,
    );
    expect(told).toEqual([[], ['drew twice'], []]);
    expect(result.divergentRuns).toBe(1);
  });

  it("overrides the scenarios' sizes one number at a time", async () => {
    const sizes: unknown[] = [];
    await play({ size: { tasks: 2 }, seeds: ['a'] }, { onRun: ({ size }) => sizes.push(size) });
    expect(sizes).toEqual([{ ...fanOut.size, tasks: 2 }]);
  });

  it('counts the steps of its runs', async () => {
    let steps = 0;
    const result = await play({ seeds: seeds(3) }, { onRun: (run) => (steps += run.steps) });
    expect(result.steps).toBe(steps);
    expect(steps).toBeGreaterThan(100);
  });

  it('does one run in fifty twice, to see whether it is the same', async () => {
    expect(await play({ size: SMALL, seeds: seeds(101) })).toMatchObject({ runs: 101, checkedTwice: 2 });
  });

  it('gives a seed the same trace whatever ran before it', async () => {
    const forwards = new Map<string, string>();
    const backwards = new Map<string, string>();
    const order = [...seeds(8)];
    await play({ seeds: order }, { onRun: ({ seed, hash }) => forwards.set(seed, hash) });
    await play({ seeds: order.toReversed() }, { onRun: ({ seed, hash }) => backwards.set(seed, hash) });
    expect(Object.fromEntries(backwards)).toEqual(Object.fromEntries(forwards));
    expect(new Set(forwards.values()).size).toBe(order.length);
  });

  it('ends when the time is up, though there are always more seeds', async () => {
    const result = await play({ seeds: seeds(), budgetMs: 300 });
    expect(result.runs).toBeGreaterThan(0);
    expect(result.elapsedMs).toBeGreaterThanOrEqual(300);
    expect(result.interrupted).toBe(false);
  });

  it('begins no run when there is no time', async () => {
    expect(await play({ budgetMs: 0 })).toMatchObject({ runs: 0, steps: 0, failedRuns: 0, findings: [] });
  });
});

describe('a campaign with a defect planted', () => {
  it('keeps one finding for all runs that broke the same law in the same shape', async () => {
    /** Seeds of the runs that broke a law, by law and shape. */
    const broken = new Map<string, string[]>();
    const result = await play(
      { defect: sequenceFromRow, seeds: seeds(40) },
      {
        onRun({ signature, seed }) {
          if (signature === undefined) return;
          broken.set(signature, [...(broken.get(signature) ?? []), seed]);
        },
      },
    );
    const lost = 'exactly-once: task COMPLETED with no terminal event';
    expect(broken.get(lost)?.length).toBeGreaterThan(1);
    expect(result.failedRuns).toBe([...broken.values()].flat().length);
    expect(result.findings.map(({ signature }) => signature)).toEqual([...broken.keys()]);
    for (const { signature, law, count, seed, at, seeds: shortest } of result.findings) {
      const seedsOf = broken.get(signature) ?? [];
      expect([count, seed, at]).toEqual([seedsOf.length, seedsOf[0], Number(seedsOf[0])]);
      expect(signature.startsWith(`${law}: `)).toBe(true);
      expect(shortest).toHaveLength(Math.min(5, count));
      for (const each of shortest) expect(seedsOf).toContain(each.seed);
    }
  });

  it('tells which strategy each run was of, and which of them found what, whatever goes wrong besides', async () => {
    const runs = new Map<string, { runs: number; failedRuns: number }>();
    const result = await play(
      { strategy: portfolio, defect: sequenceFromRow, faults: ['delayed-call'], seeds: seeds(30) },
      {
        onRun({ strategy, signature }) {
          const { runs: ofIt = 0, failedRuns = 0 } = runs.get(strategy) ?? {};
          const failed = signature === undefined ? 0 : 1;
          runs.set(strategy, { runs: ofIt + 1, failedRuns: failedRuns + failed });
        },
      },
    );
    expect(result.strategies).toEqual(Object.fromEntries(runs));
    expect(runs.size).toBe(6);
    const found = result.findings.flatMap(({ strategies }) => Object.values(strategies));
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(result.failedRuns);
    expect(result.failedRuns).toBeGreaterThan(0);
    for (const { strategies, strategy, count } of result.findings) {
      expect(Object.keys(strategies)).toContain(strategy);
      expect(Object.values(strategies).reduce((sum, each) => sum + each, 0)).toBe(count);
    }
  });

  it('gives each finding a token that says everything about its run', async () => {
    const shown: RunResult[] = [];
    const { findings } = await play(
      { defect: sequenceFromRow, seeds: seeds(), bail: 1 },
      { onFinding: (_, run) => run && shown.push(run) },
    );
    expect(findings).toHaveLength(1);
    for (const [index, { token, seed, size, hash }] of findings.entries()) {
      const run = shown[index];
      expect(run && record(target, run)).toEqual(decodeToken(token));
      expect(decodeToken(token)).toMatchObject({
        scenario: 'fan-out',
        ...size,
        seed,
        defect: 'sequence-from-row',
        hash,
        choices: run?.choices,
      });
    }
  });

  it('ends after as many broken runs as it may have, and asks for no seed beyond', async () => {
    const asked: string[] = [];
    const counted = function* (): Iterable<string> {
      for (const seed of seeds()) {
        asked.push(seed);
        yield seed;
      }
    };
    const verdicts: boolean[] = [];
    const result = await play(
      { defect: sequenceFromRow, seeds: counted(), bail: 3 },
      { onRun: ({ signature }) => verdicts.push(signature !== undefined) },
    );
    expect(result.failedRuns).toBe(3);
    expect(verdicts.filter(Boolean)).toHaveLength(3);
    expect(verdicts.at(-1)).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(result.runs + 1);
  });

  it('tells a finding when it is made, and each run with what there is so far', async () => {
    const told: string[] = [];
    await play(
      { defect: sequenceFromRow, seeds: seeds(), bail: 2 },
      {
        onRun: ({ signature }, { runs, failedRuns }) =>
          told.push(`${signature === undefined ? 'held' : 'broken'} ${runs} ${failedRuns}`),
        onFinding: ({ law }) => told.push(law),
      },
    );
    const held = told.filter((line) => line.startsWith('held'));
    const others = told.filter((line) => !line.startsWith('held'));
    const [first = 0, second = 0] = told.flatMap(
      (line) => /^broken (\d+)/.exec(line)?.slice(1).map(Number) ?? [],
    );
    expect(others).toEqual(['exactly-once', `broken ${first} 1`, `broken ${second} 2`]);
    expect(held).toHaveLength(second - 2);
  });
});

describe('a campaign that is interrupted', () => {
  it('ends after the run it is at and keeps what it found', async () => {
    const interruption = new AbortController();
    const plan = campaignPlan(target, { defect: sequenceFromRow, seeds: seeds() });
    const told: number[] = [];
    const result = await campaign(
      plan,
      { onFinding: () => interruption.abort(), onRun: (_run, { runs }) => told.push(runs) },
      interruption.signal,
    );
    expect(result).toMatchObject({ interrupted: true, failedRuns: 1, runs: told.at(-1) });
    expect(result.findings.map(({ law }) => law)).toEqual(['exactly-once']);
    expect(result.findings.map(({ token }) => decodeToken(token).hash)).toEqual(
      result.findings.map(({ hash }) => hash),
    );
  });

  it('can be interrupted from outside, between runs', async () => {
    const signal = AbortSignal.timeout(200);
    const result = await campaign(campaignPlan(target, { seeds: seeds() }), {}, signal);
    expect(result).toMatchObject({ interrupted: true, failedRuns: 0 });
    expect(result.runs).toBeGreaterThan(0);
  });

  it('runs nothing when it was interrupted before it began', async () => {
    const result = await campaign(campaignPlan(target), {}, AbortSignal.abort());
    expect(result).toMatchObject({ interrupted: true, runs: 0, findings: [] });
  });
});

describe('a campaign on a target that answers differently the second time', () => {
  /** How a campaign ends whose last run is done twice. */
  const failure = async (alter: Parameters<typeof forgetful>[1]): Promise<unknown> => {
    const plan = forgetful(campaignPlan(target, { size: SMALL, seeds: seeds(50) }), alter);
    return await campaign(plan, {}, noSignal).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  it('ends with the first step that differs', async () => {
    const error = await failure((execution, text) =>
      text.startsWith('commit') && 'count' in execution.answer
        ? { ...execution, answer: { ...execution.answer, count: 99 }, wire: ['forged'] }
        : execution,
    );
    if (!(error instanceof NondeterminismError)) throw error;
    const { first, second, divergesAt = -1 } = error;
    expect(first.trace.steps.slice(0, divergesAt)).toEqual(second.trace.steps.slice(0, divergesAt));
    expect(first.trace.steps[divergesAt]?.detail).toMatchObject({ text: 'commit', answer: { count: 0 } });
    expect(second.trace.steps[divergesAt]?.detail).toMatchObject({ text: 'commit', answer: { count: 99 } });
    expect(error.message).toBe(`seed 49 of fan-out ran twice and differed at step ${divergesAt + 1}`);
  });

  it('ends though only bytes differ that no step shows', async () => {
    const error = await failure((execution) => ({ ...execution, wire: [...execution.wire, 'x'] }));
    if (!(error instanceof NondeterminismError)) throw error;
    expect(error.divergesAt).toBeUndefined();
    expect(error.message).toBe('seed 49 of fan-out ran twice and differed in bytes that no step shows');
    expect(error.first.hash).not.toBe(error.second.hash);
  });

  it('ends when the second time takes another course', async () => {
    const refusal = { code: '40001', message: 'could not serialize access' };
    const error = await failure((execution, text) =>
      text.startsWith('insert') ? { ...execution, answer: refusal } : execution,
    );
    expect(error instanceof NondeterminismError || error instanceof ReplayDivergedError, String(error)).toBe(
      true,
    );
  });
});
