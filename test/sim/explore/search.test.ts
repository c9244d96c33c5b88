import { describe, expect, it } from 'vitest';
import { PrunedRun, Search, SearchDivergedError } from '../../../sim/explore/index.ts';
import { type Chooser, keyOf } from '../../../sim/kernel/index.ts';
import { runToy, searchThrough, type ToyProgram } from '../../support/toy-programs.ts';

const UNLIMITED = { preemptions: 'unlimited', faults: 0, allowed: new Set<string>() } as const;
/** Both read, then write what they make of it. */
const lostUpdate: ToyProgram = [
  [
    { type: 'read', of: 'x' },
    { type: 'write', to: 'x' },
  ],
  [
    { type: 'read', of: 'x' },
    { type: 'write', to: 'x' },
  ],
];
const apart: ToyProgram = [
  [
    { type: 'write', to: 'x' },
    { type: 'write', to: 'x' },
    { type: 'write', to: 'x' },
  ],
  [
    { type: 'write', to: 'y' },
    { type: 'write', to: 'y' },
    { type: 'write', to: 'y' },
  ],
];

describe('a search', () => {
  it('runs one schedule of threads that do not meet, and says how many it left', async () => {
    const search = new Search(UNLIMITED);
    await searchThrough(search, apart);
    expect(search.counts).toMatchObject({ runs: 1, known: 0, beyond: 0, cutShort: 0 });
    expect(search.counts.asleep).toBeGreaterThan(0);
    expect(search.isDone).toBe(true);
    expect(search.progress()).toBe(1);
  });

  it('finds what needs a preemption with one, and not without', async () => {
    const outcomes = async (preemptions: number) =>
      (await searchThrough(new Search({ ...UNLIMITED, preemptions }), lostUpdate)).outcomes;
    const isLost = (outcome: string): boolean => outcome.includes('[["-"],["-"]]');
    expect((await outcomes(0)).some(isLost)).toBe(false);
    expect((await outcomes(1)).some(isLost)).toBe(true);
  });

  it('begins no further round once no schedule needed more preemptions', async () => {
    const search = new Search({ ...UNLIMITED, preemptions: 50 });
    await searchThrough(search, lostUpdate);
    expect(search.round).toBeLessThan(4);
    expect(search.isDone).toBe(true);
  });

  it('lets time pass early only where that is allowed, and as often as faults are', async () => {
    const late: ToyProgram = [
      [
        { type: 'sleep', for: 5 },
        { type: 'write', to: 'x' },
      ],
      [{ type: 'read', of: 'x' }],
    ];
    const found = async (faults: number, ...allowed: string[]) =>
      (await searchThrough(new Search({ ...UNLIMITED, faults, allowed: new Set(allowed) }), late)).outcomes
        .length;
    expect(await found(1)).toBe(1);
    expect(await found(0, 'time-passes')).toBe(1);
    expect(await found(1, 'time-passes')).toBe(2);
  });

  it('lets as many faults happen as are allowed, of those that are', async () => {
    const writes: ToyProgram = [
      [
        { type: 'write', to: 'x' },
        { type: 'write', to: 'y' },
      ],
      [{ type: 'think' }],
    ];
    const found = async (faults: number, ...allowed: string[]) =>
      (
        await searchThrough(new Search({ ...UNLIMITED, faults, allowed: new Set(allowed) }), writes, {
          faults: true,
        })
      ).outcomes.length;
    expect(await found(2)).toBe(1);
    expect(await found(0, 'lost')).toBe(1);
    expect(await found(1, 'lost')).toBe(3);
    expect(await found(2, 'lost')).toBe(4);
  });

  it('tells how far it is, from nothing to everything', async () => {
    const search = new Search(UNLIMITED, 'none');
    const seen: number[] = [search.progress()];
    while (!search.isDone) {
      await searchThrough(search, lostUpdate, {}, 1);
      seen.push(search.progress());
    }
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });

  it('makes the chooser of the same run again, until it is told of its end', async () => {
    const search = new Search(UNLIMITED, 'none');
    const first = await runToy(lostUpdate, search.begin());
    const again = await runToy(lostUpdate, search.begin());
    expect(again.trace.hash()).toBe(first.trace.hash());
    search.end('ran');
    expect((await runToy(lostUpdate, search.begin())).trace.hash()).not.toBe(first.trace.hash());
  });

  it('refuses sleep sets under a bound on preemptions', () => {
    expect(() => new Search({ ...UNLIMITED, preemptions: 1 }, 'asleep')).toThrow(RangeError);
  });

  it('notices that the program is another one than before', async () => {
    const search = new Search(UNLIMITED, 'none');
    await searchThrough(search, lostUpdate, {}, 1);
    await expect(runToy([...lostUpdate, [{ type: 'think' }]], search.begin())).rejects.toThrow(
      SearchDivergedError,
    );
  });

  it('notices that a step was taken away by one that should have nothing to do with it', async () => {
    const search = new Search(UNLIMITED);
    await expect(goOnWith(search, (chooser) => runToy(lyingLocks, chooser))).rejects.toThrow('footprint');
  });
});

/** Locks that say that they touch nothing. */
const lyingLocks: ToyProgram = ['a', 'b', 'c'].map(() => [
  { type: 'lock', lock: 'm', isSecret: true },
  { type: 'think' },
  { type: 'unlock', lock: 'm' },
]);

async function goOnWith(search: Search, run: (chooser: Chooser) => Promise<unknown>): Promise<void> {
  while (!search.isDone) {
    try {
      await run(search.begin());
      search.end('ran');
    } catch (error) {
      if (!(error instanceof PrunedRun)) throw error;
      search.end(error.why);
    }
  }
}

describe('keys of options', () => {
  it('are the same in all interleavings of a program', async () => {
    const keys = new Set<string>();
    const search = new Search(UNLIMITED, 'none');
    while (!search.isDone) {
      const chooser = search.begin();
      const own: string[] = [];
      await runToy(lostUpdate, {
        choose: (decision) => chooser.choose(decision),
        willStep: (option) => {
          chooser.willStep?.(option);
          own.push(keyOf(option));
        },
      });
      keys.add(JSON.stringify(own.toSorted()));
      search.end('ran');
    }
    expect(keys.size).toBe(1);
  });
});
