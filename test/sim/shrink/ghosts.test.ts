import { describe, expect, it } from 'vitest';
import { ghosts } from '../../../sim/shrink/candidate.ts';
import { withoutGhosts } from '../../../sim/shrink/ghosts.ts';
import { Search } from '../../../sim/shrink/search.ts';
import type { Deviation } from '../../../sim/strategy/index.ts';
import { attemptRace, LOST_UPDATE } from '../../support/toy-races.ts';

const name = (actor: string, label: string): string => JSON.stringify([actor, label, 1]);

/** What is left of a deviation of the lost update, between two writers, when it waits for what really happens. */
async function told(deviation: Deviation): Promise<readonly Deviation[]> {
  const size = { writers: 2, idlers: 0 };
  const candidate = { size, faults: [], mostFaults: 0, deviations: [deviation] };
  const found = { candidate, attempt: await attemptRace({}, candidate) };
  expect(found.attempt).toMatchObject({ signature: LOST_UPDATE, applied: [deviation] });
  const search = new Search(found, LOST_UPDATE, { runs: 100, ms: 60_000 }, (each) => attemptRace({}, each));
  await withoutGhosts(search);
  expect(ghosts(search.current)).toEqual([]);
  return search.current.candidate.deviations;
}

describe('a deviation that waits for a step that never comes', () => {
  const before = name('writer-1', 'write');

  it('waits for the last one that came before it, instead', async () => {
    const ghost = { before, take: name('writer-3', 'read') };
    expect(await told(ghost)).toEqual([{ before, take: name('writer-2', 'end') }]);
  });

  it('is left as it is when that step does come', async () => {
    const real = { before, take: name('writer-2', 'write') };
    expect(await told(real)).toEqual([real]);
  });
});
