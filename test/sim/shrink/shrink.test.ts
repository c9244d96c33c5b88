import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type Candidate, shrink, type ShrinkPlan } from '../../../sim/shrink/index.ts';
import type { Deviation } from '../../../sim/strategy/index.ts';
import { attemptRace, LOST_UPDATE, lostUpdate, type ToyRace } from '../../support/toy-races.ts';

const PATIENT = { runs: 2_000, ms: 60_000 };

function racing(found: Candidate, budget = PATIENT, race: ToyRace = {}): ShrinkPlan<string> {
  return {
    found,
    least: { writers: 1, idlers: 0 },
    signature: LOST_UPDATE,
    budget,
    attempt: (candidate) => attemptRace(race, candidate),
  };
}

const step = (actor: string, occurrence = 1): string => JSON.stringify([actor, 'x', occurrence]);
const deviation = (index: number): Deviation => ({ before: step('a', index), take: step('b', index) });

/** Candidates that fail as a predicate says, without any run. */
function failing(
  fails: (candidate: Candidate) => boolean,
): (candidate: Candidate) => Promise<Attempt<string>> {
  return async (candidate) => ({
    signature: fails(candidate) ? 'broken' : undefined,
    applied: candidate.deviations,
    taken: [],
    faults: candidate.deviations.filter(({ take }) => take.includes('fault')).length,
    preemptions: candidate.deviations.length,
    steps: 10 + candidate.deviations.length,
    result: '',
  });
}

describe('shrink', () => {
  it('comes to two actors and one preemption from fifty random schedules of a lost update', async () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const shrunk = await shrink(racing(await lostUpdate(seed)));
      expect(shrunk).toMatchObject({
        candidate: { size: { writers: 2, idlers: 0 }, deviations: [expect.anything()] },
        attempt: { signature: LOST_UPDATE, preemptions: 1, steps: 8 },
        isMinimal: true,
      });
    }
  });

  it('comes to the fewest actors and preemptions where one of many must lose again and again', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const race = { attempts: 3 };
      const found = await lostUpdate(seed, race, { writers: 7, idlers: 2 });
      const shrunk = await shrink(racing(found, PATIENT, race));
      expect(shrunk).toMatchObject({
        candidate: { size: { writers: 4, idlers: 0 } },
        attempt: { signature: LOST_UPDATE, preemptions: 3 },
        isMinimal: true,
      });
    }
  });

  it('never grows and never loses the signature, however little it may spend', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1_000 }), fc.nat({ max: 40 }), async (seed, runs) => {
        const found = await lostUpdate(seed);
        const shrunk = await shrink(racing(found, { runs, ms: 60_000 }));
        if (!shrunk) throw new Error('lost at once');
        const { candidate, attempt, from } = shrunk;
        expect(shrunk.runs).toBeLessThanOrEqual(runs + 1);
        expect(candidate.deviations.length + attempt.preemptions).toBeLessThanOrEqual(
          from.candidate.deviations.length + from.attempt.preemptions,
        );
        expect(await attemptRace({}, candidate)).toMatchObject({
          signature: LOST_UPDATE,
          result: attempt.result,
        });
      }),
      { numRuns: 50 },
    );
  });

  it('leaves what it has shrunk as it is', async () => {
    const once = await shrink(racing(await lostUpdate(7)));
    if (!once) throw new Error('lost at once');
    const twice = await shrink(racing(once.candidate));
    expect(twice?.candidate).toEqual(once.candidate);
  });

  it('switches off the faults that have nothing to do with it, and keeps those that have', async () => {
    const attempt = failing(({ faults }) => faults.includes('b') && faults.includes('d'));
    const found = { size: {}, faults: ['a', 'b', 'c', 'd', 'e'], mostFaults: 0, deviations: [] };
    const shrunk = await shrink({ found, least: {}, signature: 'broken', budget: PATIENT, attempt });
    expect(shrunk?.candidate.faults).toEqual(['b', 'd']);
  });

  it('lets no more faults happen than do', async () => {
    const attempt = failing(
      ({ faults, deviations }) => faults.length > 0 && deviations.some(({ take }) => take.includes('fault')),
    );
    const faulty = { before: step('a'), take: JSON.stringify(['a', 'x', 1, 'fault']) };
    const found = { size: {}, faults: ['fault'], mostFaults: 3, deviations: [faulty, deviation(1)] };
    const shrunk = await shrink({ found, least: {}, signature: 'broken', budget: PATIENT, attempt });
    expect(shrunk?.candidate).toMatchObject({ mostFaults: 1, deviations: [faulty] });
  });

  it('makes every size as small as it may be, and no smaller', async () => {
    const attempt = failing(({ size }) => (size['tasks'] ?? 0) >= 5 && (size['workers'] ?? 0) >= 2);
    const found = { size: { tasks: 12, workers: 4, servers: 3 }, faults: [], mostFaults: 0, deviations: [] };
    const least = { tasks: 1, workers: 1, servers: 1 };
    const shrunk = await shrink({ found, least, signature: 'broken', budget: PATIENT, attempt });
    expect(shrunk?.candidate.size).toEqual({ tasks: 5, workers: 2, servers: 1 });
  });

  it('finds the few deviations of many without which it would not fail', async () => {
    const deviations = Array.from({ length: 60 }, (_, index) => deviation(index + 1));
    const culprits = [deviation(9), deviation(33), deviation(50)].map((each) => JSON.stringify(each));
    const attempt = failing((candidate) => {
      const has = new Set(candidate.deviations.map((each) => JSON.stringify(each)));
      return culprits.every((each) => has.has(each));
    });
    const found = { size: {}, faults: [], mostFaults: 0, deviations };
    const shrunk = await shrink({ found, least: {}, signature: 'broken', budget: PATIENT, attempt });
    expect(shrunk?.candidate.deviations.map((each) => JSON.stringify(each))).toEqual(culprits);
  });

  it('takes another failure for none', async () => {
    const attempt = failing(({ deviations }) => deviations.length > 0);
    const other = async (candidate: Candidate): Promise<Attempt<string>> => {
      const run = await attempt(candidate);
      return { ...run, signature: candidate.deviations.length > 2 ? run.signature : 'another' };
    };
    const found = { size: {}, faults: [], mostFaults: 0, deviations: [1, 2, 3, 4, 5].map(deviation) };
    const shrunk = await shrink({ found, least: {}, signature: 'broken', budget: PATIENT, attempt: other });
    expect(shrunk?.candidate.deviations).toHaveLength(3);
  });

  it('has nothing to say of a run whose deviations alone do not fail', async () => {
    const found = { size: {}, faults: [], mostFaults: 0, deviations: [deviation(1)] };
    const attempt = failing(() => false);
    expect(await shrink({ found, least: {}, signature: 'broken', budget: PATIENT, attempt })).toBeUndefined();
  });

  it('stops where it is told to', async () => {
    const stopping = new AbortController();
    const plan = racing(await lostUpdate(1));
    const shrunk = await shrink({
      ...plan,
      budget: { ...PATIENT, signal: stopping.signal },
      attempt: (candidate) => {
        if (candidate.deviations.length < 20) stopping.abort();
        return plan.attempt(candidate);
      },
    });
    expect(shrunk).toMatchObject({ attempt: { signature: LOST_UPDATE }, isMinimal: false });
  });
});
