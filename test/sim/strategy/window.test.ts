import { describe, expect, it } from 'vitest';
import { type Access, type Actor, RandomRoot } from '../../../sim/kernel/index.ts';
import { Pilot, type Profile } from '../../../sim/strategy/profile.ts';
import { drawWindow, windowsOf } from '../../../sim/strategy/window.ts';
import { plain, strategy, taking, touching, writes } from '../../support/searches.ts';
import { type Bodies, play } from '../../support/simulations.ts';

const reads = (key?: string): Access => ({ space: 't', mode: 'read', ...(key === undefined ? {} : { key }) });
const locks = (key: string): Access => ({ space: 't', key, mode: 'lock' });

/** What a run of these actors was like. */
async function profileOf(bodies: Bodies): Promise<Profile> {
  const pilot = new Pilot(strategy('random').chooser(new RandomRoot('pilot').stream('schedule')));
  await play(bodies, { chooser: pilot });
  return pilot.profile();
}

/** The windows of a run of these actors, as `end < entries`. */
async function windowsIn(bodies: Bodies): Promise<readonly string[]> {
  const windows = windowsOf(await profileOf(bodies));
  return windows.map(({ end, entries }) => `${end} < ${[...entries].toSorted().join(', ')}`);
}

describe('the windows of a run', () => {
  it('end with the change of a row that was looked at before, and are entered by whoever else changes it', async () => {
    const windows = await windowsIn({
      a: taking(touching('look', reads('x')), touching('change', writes('x'))),
      b: taking(touching('set', writes('x'))),
      c: taking(touching('set', writes('y'))),
    });
    expect(windows).toEqual(['a: change < b: set']);
  });

  it('are none where nobody looks before, nobody else changes, or it is not known to be the same row', async () => {
    const blind = { a: taking(touching('a', writes('x'))), b: taking(touching('b', writes('x'))) };
    const rmw = taking(touching('look', reads('x')), touching('change', writes('x')));
    const vague = taking(touching('any', reads()), touching('one', { space: 't', mode: 'write' }));
    expect(await windowsIn(blind)).toEqual([]);
    expect(await windowsIn({ a: rmw, b: taking(touching('b', reads('x'))) })).toEqual([]);
    expect(await windowsIn({ a: vague, b: taking(touching('b', writes('x'))) })).toEqual([]);
    expect(await windowsIn({ a: taking(...plain('a', 3)), b: taking(...plain('b', 3)) })).toEqual([]);
  });

  it('end where the transaction that changes the row begins: in it, others have to wait', async () => {
    const transaction = [
      touching('lock', locks('x')),
      touching('note', locks('y')),
      touching('commit', writes('x'), writes('y')),
    ];
    const windows = await windowsIn({
      a: taking(touching('look', reads('x')), ...transaction),
      b: taking(...transaction),
    });
    expect(windows).toEqual(['a: lock < b: lock']);
  });

  it('are those of peers who do the same, who are told by their numbers alone', async () => {
    const rmw = taking(touching('look', reads('x')), touching('change', writes('x')));
    expect(await windowsIn({ 'peer-1': rmw, 'peer-2': rmw })).toEqual(['peer-: change < peer-: change']);
  });

  it('span the calls that somebody makes one after the other, which do not enter them', async () => {
    const calls = async (actor: Actor): Promise<void> => {
      await actor.spawn('get', taking(touching('look', reads('x')))).join();
      await actor.spawn('mark', taking(touching('mark', writes('x')))).join();
      await actor.spawn('put', taking(touching('change', writes('x')))).join();
    };
    const windows = await windowsIn({ client: calls, other: taking(touching('set', writes('x'))) });
    expect(windows).toEqual(['mark: mark < other: set', 'put: change < other: set']);
  });

  it('are drawn in proportion to the number of their entries', async () => {
    const profile = await profileOf({
      a: taking(touching('look', reads('x')), touching('change', writes('x'))),
      b: taking(touching('look', reads('y')), touching('change', writes('y'))),
      c: taking(touching('set x', writes('x')), touching('set y', writes('y'))),
      d: taking(touching('set x', writes('x'))),
      e: taking(touching('set x', writes('x'))),
    });
    const stream = new RandomRoot('1').stream('schedule');
    const drawn = Array.from({ length: 1_000 }, () => drawWindow(profile, stream)?.end);
    const share = drawn.filter((end) => end === 'a: change').length / drawn.length;
    expect(new Set(drawn)).toEqual(new Set(['a: change', 'b: change']));
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
  });
});
