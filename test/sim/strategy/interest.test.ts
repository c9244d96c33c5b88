import { describe, expect, it } from 'vitest';
import { type Access, type Footprint, RandomRoot } from '../../../sim/kernel/index.ts';
import { drawInterest, InterestWatch } from '../../../sim/strategy/interest.ts';
import type { Profile } from '../../../sim/strategy/profile.ts';
import { writes } from '../../support/searches.ts';

/** A profile of steps of threads 0, 1, 2, … */
function profileOf(
  ...steps: readonly (readonly [thread: number, footprint: Footprint | undefined])[]
): Profile {
  const count = 1 + Math.max(...steps.map(([index]) => index));
  const threads = Array.from({ length: count }, (_, index) => ({
    index,
    kind: `k${index}`,
    parent: undefined,
  }));
  return {
    threads,
    seenAt: threads.map(() => 0),
    steps: steps.flatMap(([index, footprint]) => {
      const thread = threads[index];
      return thread ? [{ thread, statement: 'x', footprint }] : [];
    }),
  };
}

/** All that could be drawn, as `space` or `space row`. */
function drawn(profile: Profile): readonly string[] {
  const all = new Set<string>();
  for (let seed = 0; seed < 100; seed += 1) {
    const interest = drawInterest(profile, new RandomRoot(String(seed)).stream('schedule'));
    all.add(interest ? `${interest.space} ${interest.row ?? 'all'}` : 'nothing');
  }
  return [...all].toSorted();
}

function reads(key: string): Access {
  return { space: 't', key, mode: 'read' };
}

describe('what is of interest', () => {
  it('is a row that two threads touch and one of them changes, or its space', () => {
    expect(drawn(profileOf([0, [reads('x')]], [1, [writes('x')]]))).toEqual(['t 0', 't all']);
  });

  it('is not what one thread has to itself, nor what everybody only reads', () => {
    expect(drawn(profileOf([0, [writes('x')]], [0, [writes('x')]]))).toEqual(['nothing']);
    expect(drawn(profileOf([0, [reads('x')]], [1, [reads('x')]]))).toEqual(['nothing']);
  });

  it('is a space, where no two threads touch the same row of it', () => {
    expect(drawn(profileOf([0, [writes('x')]], [1, [writes('y')]]))).toEqual(['t all']);
  });

  it('is nothing where no footprint is known', () => {
    expect(drawn(profileOf([0, undefined], [1, undefined]))).toEqual(['nothing']);
  });

  it('is recognised in other runs by the order in which rows come, whatever their keys', () => {
    const watch = new InterestWatch({ space: 't', row: 1 });
    expect(watch.isTouchedBy([writes('p')])).toBe(false);
    watch.note([writes('p')]);
    expect(watch.isTouchedBy([writes('q')])).toBe(true);
    watch.note([writes('q')]);
    expect(watch.isTouchedBy([writes('p')])).toBe(false);
    expect(watch.isTouchedBy([writes('q')])).toBe(true);
    expect(watch.isTouchedBy([writes('r')])).toBe(false);
  });

  it('is touched by who touches all of its space, and not by who is not known to', () => {
    const watch = new InterestWatch({ space: 't', row: 1 });
    expect(watch.isTouchedBy([{ space: 't', mode: 'read' }])).toBe(true);
    expect(watch.isTouchedBy([{ space: 'u', key: 'q', mode: 'write' }])).toBe(false);
    expect(watch.isTouchedBy(undefined)).toBe(false);
  });
});
