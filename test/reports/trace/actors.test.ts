import { describe, expect, it } from 'vitest';
import { castOf } from '../../../reports/trace/actors.ts';
import { call, type Move, resultOf, sql } from '../../support/results.ts';

function cast(moves: readonly Move[]): ReturnType<typeof castOf> {
  return castOf(resultOf(moves).trace.steps);
}

const [FIRST, SECOND] = ['server-1/completeTask worker-1#1', 'server-1/completeTask worker-1#2'];

describe('the cast of a run', () => {
  it('has handlers with their server, called for what they do, from the call to the last step', () => {
    const { actors, groups, of, titleOf } = cast([
      call(FIRST, 'completeTask', { taskId: 'sum/task/1' }),
      sql(FIRST, 'select 1'),
      sql(FIRST, 'commit'),
    ]);
    expect(groups.map(({ name }) => name)).toEqual(['server-1', 'worker-1']);
    expect(actors[of(FIRST)]).toEqual({
      name: FIRST,
      title: 'completeTask sum/task/1',
      group: 0,
      track: 0,
      from: 1,
      to: 3,
    });
    expect([titleOf('worker-1'), titleOf('nobody')]).toEqual(['worker-1', undefined]);
  });

  it('gives those who are at work at the same time a track each, and a free track to who comes later', () => {
    const third = 'server-1/completeTask worker-1#3';
    const { actors, groups, of } = cast([
      call(FIRST, 'completeTask', {}),
      call(SECOND, 'completeTask', {}),
      sql(FIRST, 'commit'),
      call(third, 'completeTask', {}),
      sql(SECOND, 'commit'),
      sql(third, 'commit'),
    ]);
    expect([FIRST, SECOND, third].map((name) => actors[of(name)]?.track)).toEqual([0, 1, 0]);
    expect(groups[0]).toEqual({ name: 'server-1', tracks: 2 });
  });

  it('makes those of a kind one group where there are too many to tell apart', () => {
    const { groups, actors } = cast(
      Array.from({ length: 300 }, (_, index) => sql(`client-${index}`, 'select 1')),
    );
    expect(groups.map(({ name }) => name)).toEqual(['clients']);
    expect(actors).toHaveLength(300);
  });

  it('never has more tracks than can be seen', () => {
    const handlers = Array.from({ length: 50 }, (_, index) => `server-1/pollTask worker-${index}#1`);
    const { groups } = cast([
      ...handlers.map((name) => call(name, 'pollTask', {})),
      ...handlers.map((name) => sql(name, 'commit')),
    ]);
    expect(groups[0]?.tracks).toBe(6);
  });
});
