import { describe, expect, it } from 'vitest';
import { explain, type Interleaving, wholeRun } from '../../reports/interleaving.ts';
import { call, elsewhere, type Move, resultOf, sql, wait } from '../support/results.ts';

/** Titles of the lanes. */
function titles({ lanes }: Interleaving): readonly string[] {
  return lanes.map(([title]) => title);
}

/** Steps and remarks, in order. */
function outline({ rows }: Interleaving): readonly (number | string)[] {
  return rows.map((row) => ('remark' in row ? row.remark : row.step));
}

/** A completion of a task by a handler of its own, which executes one statement. */
function completion(number: number, taskId = `sum/task/${number}`): readonly [Move, Move] {
  const handler = `server-1/completeTask#${number}`;
  return [call(handler, 'completeTask', { taskId }), sql(handler, 'commit')];
}

describe('explain', () => {
  it('shows the handlers of the subject named last, and who wrote while they were at work', () => {
    const [callOne, commitOne] = completion(1);
    const [callTwo, commitTwo] = completion(2);
    const [callThree, commitThree] = completion(3);
    const before = sql('server-1/completeTask#1', 'select 1');
    const run = resultOf([callThree, commitThree, callOne, callTwo, before, commitTwo, commitOne]);
    const shown = explain(run, ['sum', 'sum/task/1']);
    expect(titles(shown)).toEqual(['completeTask sum/task/1', 'completeTask sum/task/2']);
    expect(outline(shown)).toEqual([5, 6, 7]);
  });

  it('says how many steps of others it leaves out, where it leaves them out', () => {
    const [callOne, commitOne] = completion(1);
    const first = sql('server-1/completeTask#1', 'select 1');
    const run = resultOf([
      callOne,
      first,
      elsewhere(),
      first,
      elsewhere(),
      elsewhere(),
      commitOne,
      elsewhere(),
    ]);
    expect(outline(explain(run, ['sum', 'sum/task/1']))).toEqual([
      2,
      '⋮ 1 step of others',
      4,
      '⋮ 2 steps of others',
      7,
    ]);
  });

  it('shows the last writers where the witness names no task', () => {
    const moves = [1, 2, 3, 4, 5, 6].flatMap((number) => completion(number));
    const poll = [call('server-1/pollTask#7', 'pollTask', {}), sql('server-1/pollTask#7', 'select 1')];
    expect(titles(explain(resultOf([...moves, ...poll]), ['sum']))).toEqual(
      [3, 4, 5, 6].map((number) => `completeTask sum/task/${number}`),
    );
  });

  it('never shows more than eight lanes, however many wrote at the same time', () => {
    const crowd = Array.from({ length: 20 }, (_, index) => completion(index + 2));
    const first = sql('server-1/completeTask#1', 'select 1');
    const [callOne, commitOne] = completion(1);
    const run = resultOf([callOne, first, ...crowd.flat(), commitOne]);
    const shown = titles(explain(run, ['sum', 'sum/task/1']));
    expect(shown).toHaveLength(8);
    expect(shown).toContain('completeTask sum/task/1');
  });

  it('shows nothing of a run without a writer', () => {
    expect(explain(resultOf([elsewhere(), elsewhere()]), ['sum'])).toEqual({ lanes: [], rows: [] });
  });
});

describe('wholeRun', () => {
  it('shows every handler that asked the database for anything, and where it ran', () => {
    const idle = call('server-2/getEvents#9', 'getEvents', { workflowId: 'sum' });
    const poll = [call('server-2/pollTask#1', 'pollTask', {}), sql('server-2/pollTask#1', 'select 1')];
    const shown = wholeRun(resultOf([...poll, idle, ...completion(2)]));
    expect(shown.lanes).toEqual([
      ['pollTask', 'server-2'],
      ['completeTask sum/task/2', 'server-1'],
    ]);
    expect(outline(shown)).toEqual([2, '⋮ 2 steps of others', 5]);
  });

  it('puts a statement and its answer into the lane of its handler', () => {
    const [, row] = wholeRun(resultOf([...completion(1), ...completion(2)])).rows;
    expect(row).toEqual({ remark: '⋮ 1 step of others' });
    expect(wholeRun(resultOf([...completion(1), ...completion(2)])).rows[2]).toEqual({
      step: 4,
      cell: { lane: 1, text: 'COMMIT', result: 'ok', isRefused: false },
    });
  });

  it('shows that a statement waits, and says of its answer what it answers', () => {
    const [first, second] = ['server-1/completeTask#1', 'server-1/completeTask#2'];
    const update = 'update counter set value = 1 where id = 1';
    const run = resultOf([
      call(first, 'completeTask', {}),
      call(second, 'completeTask', {}),
      sql(first, update, undefined, true),
      wait(second, update, true),
      sql(first, 'commit'),
      sql(second, update),
      sql(second, update),
    ]);
    const cells = wholeRun(run).rows.map((row) => ('cell' in row ? row.cell : row));
    expect(cells).toEqual([
      { lane: 0, text: 'BEGIN · UPDATE counter', result: '1 row', isRefused: false },
      { lane: 1, text: 'BEGIN · UPDATE counter', result: undefined, isRefused: false },
      { lane: 0, text: 'COMMIT', result: 'ok', isRefused: false },
      { lane: 1, text: 'answer to UPDATE counter', result: '1 row', isRefused: false },
      { lane: 1, text: 'UPDATE counter', result: '1 row', isRefused: false },
    ]);
  });

  it('shows a handler whose only statement waits for ever', () => {
    const stuck = 'server-1/completeTask#1';
    const run = resultOf([call(stuck, 'completeTask', {}), wait(stuck, 'lock table counter'), elsewhere()]);
    expect(outline(wholeRun(run))).toEqual([2]);
    expect(titles(explain(run, ['sum']))).toEqual(['completeTask']);
  });
});

describe('what goes wrong', () => {
  it('is shown in the lane of whom it happens to', () => {
    const [callOne, commitOne] = completion(1);
    const lost: Move = {
      actor: 'server-1/completeTask#1',
      detail: { kind: 'lost', text: 'commit', values: [], isDone: true } as Move['detail'],
      fault: 'lost-commit',
    };
    const shown = explain(resultOf([callOne, commitOne, lost]), ['sum', 'sum/task/1']);
    expect(shown.rows.at(-1)).toEqual({
      step: 3,
      cell: { lane: 0, text: 'COMMIT', result: '⚡ done, then the connection is lost', isRefused: true },
    });
  });

  it('is remarked where it happens to nobody who is shown, whenever that was', () => {
    const [callOne, commitOne] = completion(1);
    const blow = (what: string): Move => ({
      actor: 'nemesis',
      detail: { kind: 'blow', what, killed: [] } as Move['detail'],
      fault: 'crash-worker',
    });
    const run = resultOf([blow('worker-1 dies'), callOne, commitOne, elsewhere(), blow('worker-2 dies')]);
    expect(outline(explain(run, ['sum', 'sum/task/1']))).toEqual(['⚡ worker-1 dies', 3, '⚡ worker-2 dies']);
  });
});
