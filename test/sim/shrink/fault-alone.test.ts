import { describe, expect, it } from 'vitest';
import type { Attempt, Candidate } from '../../../sim/shrink/index.ts';
import { faultAlone } from '../../../sim/shrink/fault-alone.ts';
import { Search } from '../../../sim/shrink/search.ts';
import type { Deviation, TakenStep } from '../../../sim/strategy/index.ts';

type Step = readonly [actor: string, label: string, occurrence: number, fault?: string];

const nameOf = (step: Step): string => JSON.stringify(step);
const DIES: Step = ['nemesis', 'server-1 dies', 0, 'crash-server'];

function taken(steps: readonly Step[]): readonly TakenStep[] {
  return steps.map((step, since) => ({
    name: nameOf(step),
    footprint: undefined,
    thread: 0,
    since,
    isTime: false,
    isFault: step[3] !== undefined,
  }));
}

/** The default: a server sweeps three times, and a client asks in between. */
const DEFAULT: readonly Step[] = [1, 2, 3].flatMap((time): readonly Step[] => [
  ['sweeper-1', 'look', time],
  ['sweeper-1', 'write', time],
  ['client', 'ask', time],
]);

/** Some run with all sorts of deviations that was found, of which nothing is left but what goes wrong. */
async function afterwards(
  found: readonly Step[],
  deviations: readonly Deviation[],
  breaks: (deviation: Deviation | undefined) => boolean,
): Promise<{ readonly tried: readonly (readonly Deviation[])[]; readonly kept: readonly Deviation[] }> {
  const tried: (readonly Deviation[])[] = [];
  const attempt = async (candidate: Candidate): Promise<Attempt<string>> => {
    const isBroken = breaks(candidate.deviations[0]);
    if (candidate.deviations.length > 0) tried.push(candidate.deviations);
    return {
      signature: isBroken ? 'broken' : undefined,
      applied: candidate.deviations,
      taken: taken(DEFAULT),
      faults: 1,
      preemptions: 0,
      steps: DEFAULT.length,
      result: '',
    };
  };
  const candidate = { size: { tasks: 1 }, faults: ['crash-server'], mostFaults: 1, deviations };
  const first = {
    signature: 'broken',
    applied: deviations,
    taken: taken(found),
    faults: 1,
    preemptions: 4,
    steps: found.length,
    result: '',
  };
  const search = new Search({ candidate, attempt: first }, 'broken', { runs: 100, ms: 60_000 }, attempt);
  await faultAlone(search);
  return { tried, kept: search.current.candidate.deviations };
}

describe('a fault alone', () => {
  const detour = [1, 2].map((time) => ({
    before: nameOf(['client', 'ask', time]),
    take: nameOf(['sweeper-1', 'look', time]),
  }));

  it('is tried wherever somebody is as far as it was when the fault happened', async () => {
    const found: readonly Step[] = [
      ['client', 'ask', 1],
      ['sweeper-1.2', 'look', 1],
      DIES,
      ['client', 'ask', 2],
    ];
    const deviations = [...detour, { before: nameOf(['client', 'ask', 2]), take: nameOf(DIES) }];
    const wanted = nameOf(['sweeper-1', 'write', 2]);
    const { tried, kept } = await afterwards(found, deviations, (each) => each?.before === wanted);
    expect(kept).toEqual([{ before: wanted, take: nameOf(DIES) }]);
    expect(tried[0]).toEqual(kept); // in the middle of a run there is something before, and something after
  });

  it('of a step is tried with each step that is like it', async () => {
    const lost: Step = ['sweeper-2', 'write', 7, 'lost-commit'];
    const deviations = [...detour, { before: nameOf(['client', 'ask', 2]), take: nameOf(lost) }];
    const [actor, label, time] = ['sweeper-1', 'write', 3] as const;
    const wanted = nameOf([actor, label, time]);
    const { tried, kept } = await afterwards([lost], deviations, (each) => each?.before === wanted);
    expect(kept).toEqual([{ before: wanted, take: nameOf([actor, label, time, 'lost-commit']) }]);
    expect(tried).toHaveLength(3);
  });

  it('leaves the run as it is where the fault is not enough', async () => {
    const deviations = [...detour, { before: nameOf(['client', 'ask', 2]), take: nameOf(DIES) }];
    const { tried, kept } = await afterwards([['sweeper-1', 'look', 1], DIES], deviations, () => false);
    expect(kept).toEqual(deviations);
    expect(tried).toHaveLength(3);
  });

  it('is not looked for where nothing went wrong, nor where nothing else is left', async () => {
    expect((await afterwards([['client', 'ask', 1]], detour, () => true)).tried).toEqual([]);
    const alone = [{ before: nameOf(['client', 'ask', 2]), take: nameOf(DIES) }];
    expect((await afterwards([DIES], alone, () => true)).tried).toEqual([]);
  });
});
