import { describe, expect, it } from 'vitest';
import { explore, type ExplorePlan, Search } from '../../../sim/explore/index.ts';
import { runToy, type ToyProgram, type ToyRun } from '../../support/toy-programs.ts';

const UNLIMITED = { preemptions: 'unlimited', faults: 0, allowed: new Set<string>() } as const;
const lostUpdate: ToyProgram = ['a', 'b'].map(() => [
  { type: 'read', of: 'x' },
  { type: 'write', to: 'x' },
]);

function planOf(overrides: Partial<ExplorePlan<ToyRun>> = {}): ExplorePlan<ToyRun> {
  return {
    search: new Search(UNLIMITED),
    run: (begin) => runToy(lostUpdate, begin()),
    isBroken: () => false,
    isCutShort: () => false,
    budgetMs: undefined,
    mostRuns: undefined,
    ...overrides,
  };
}

const forEver = new AbortController().signal;

describe('an exploration', () => {
  it('proves what holds in every schedule, and tells of each run', async () => {
    let told = 0;
    const plan = planOf();
    expect(await explore(plan, { onProgress: () => (told += 1) }, forEver)).toEqual({ type: 'proved' });
    const { runs, asleep } = plan.search.counts;
    expect(told).toBe(runs + asleep);
  });

  it('ends at the first schedule that breaks something, and comes to it at once when it goes on', async () => {
    const isBroken = ({ outcome }: ToyRun): boolean => outcome.includes('[["-"],["-"]]');
    const search = new Search({ ...UNLIMITED, preemptions: 2 });
    const verdict = await explore(planOf({ search, isBroken }), {}, forEver);
    expect(verdict).toMatchObject({ type: 'broken', run: { preemptions: 1 } });
    const resumed = new Search(search.bounds, undefined, search.save());
    const again = await explore(planOf({ search: resumed, isBroken, mostRuns: 1 }), {}, forEver);
    expect(again).toMatchObject({
      type: 'broken',
      run: { choices: 'run' in verdict ? verdict.run.choices : [] },
    });
  });

  it('proves nothing where some schedule was too long to be varied to its end', async () => {
    const plan = planOf({ isCutShort: ({ outcome }) => outcome.includes('t0.1') });
    expect(await explore(plan, {}, forEver)).toEqual({ type: 'cutShort' });
  });

  it('stops when the time is up, after so many runs, or when it is told to', async () => {
    expect(await explore(planOf({ budgetMs: 0 }), {}, forEver)).toEqual({ type: 'stopped', why: 'time' });
    const plan = planOf({ mostRuns: 2 });
    expect(await explore(plan, {}, forEver)).toEqual({ type: 'stopped', why: 'runs' });
    expect(plan.search.counts.runs + plan.search.counts.asleep).toBe(2);
    const stopping = new AbortController();
    const listener = { onProgress: () => stopping.abort() };
    expect(await explore(planOf(), listener, stopping.signal)).toEqual({
      type: 'stopped',
      why: 'interrupted',
    });
  });

  it('tells the concurrent threads of its first run, once', async () => {
    const seen: (readonly number[])[] = [];
    await explore(planOf(), { onFirstRun: (chains) => seen.push(chains) }, forEver);
    expect(seen).toEqual([[2, 2]]);
  });

  it('goes past a run that was made twice', async () => {
    const twice = planOf({
      run: async (begin) => {
        await runToy(lostUpdate, begin()).catch(() => undefined);
        return await runToy(lostUpdate, begin());
      },
    });
    const once = planOf();
    await explore(once, {}, forEver);
    await explore(twice, {}, forEver);
    expect(twice.search.counts).toEqual(once.search.counts);
  });

  it('lets errors of the program through', async () => {
    const run = () => Promise.reject(new Error('broken'));
    await expect(explore(planOf({ run }), {}, forEver)).rejects.toThrow('broken');
  });
});
