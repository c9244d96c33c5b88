import { describe, expect, it } from 'vitest';
import { actorLanes } from '../../reports/actor-lanes.ts';
import { executes, ownRun, passes, waits } from '../support/own-runs.ts';

/** Rows in short: who, what, what came of it. */
function drawn(moves: Parameters<typeof ownRun>[0]): readonly string[] {
  const { lanes, rows } = actorLanes(ownRun(moves));
  return rows.map((row) => {
    if ('remark' in row) return row.remark;
    const { lane, text, result } = row.cell;
    return `${row.step} ${lanes[lane]?.[0]}: ${text} → ${result}`;
  });
}

describe('actorLanes', () => {
  it('begins where actors do, and ends with what the body looks at', () => {
    expect(
      drawn([
        executes('main', 'insert 1'),
        executes('main', 'insert 2'),
        executes('bob', 'update b'),
        executes('alice', 'update a'),
        executes('main', 'select'),
      ]),
    ).toEqual([
      '⋮ 2 steps before',
      '3 bob: update b → 1 row',
      '4 alice: update a → 1 row',
      '5 main: select → 1 row',
    ]);
  });

  it('shows all that a body did on its own', () => {
    expect(drawn([executes('main', 'select')])).toEqual(['1 main: select → 1 row']);
  });

  it('gives the body the last lane, and the others theirs in the order in which they began', () => {
    const run = ownRun(['b', 'main', 'a'].map((actor) => executes(actor, 'select')));
    expect(actorLanes(run).lanes).toEqual([
      ['b', ''],
      ['a', ''],
      ['main', ''],
    ]);
  });

  it('shows when a statement waits, and when its answer comes', () => {
    expect(
      drawn([
        executes('a', 'update'),
        waits('b', 'update'),
        executes('a', 'commit'),
        executes('b', 'update'),
      ]),
    ).toEqual(['1 a: update → 1 row', '2 b: update → waits', '3 a: commit → 1 row', '4 b: … update → 1 row']);
  });

  it('shows when somebody is given a client of the pool, and when time passes', () => {
    const client = { actor: 'a', detail: { kind: 'client', isGiven: true } };
    expect(drawn([executes('a', 'select'), passes(30_000), client])).toEqual([
      '1 a: select → 1 row',
      '⋮ 30 s pass',
      '3 a: pool.connect() → has a client',
    ]);
  });

  it('shows the end of a long run, and those that took part in it', () => {
    const many = Array.from({ length: 100 }, (_, index) => executes(`actor-${index % 8}`, 'select'));
    const { lanes, rows } = actorLanes(ownRun(many));
    const names = lanes.map(([name]) => name);
    expect(names).toEqual(['actor-0', 'actor-1', 'actor-2', 'actor-3', 'actor-6', 'actor-7']);
    expect(rows[0]).toEqual({ remark: '⋮ 40 steps before' });
    expect(rows).toContainEqual({ remark: '⋮ 2 steps of others' });
  });
});
