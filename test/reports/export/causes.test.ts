import { describe, expect, it } from 'vitest';
import { causesOf } from '../../../reports/export/causes.ts';
import { sharedTarget } from '../../support/campaigns.ts';
import { answer, firstRun, watchedRun } from '../../support/exported-runs.ts';
import { call, type Move, sql, wait } from '../../support/results.ts';

const H = 'server-1/completeTask worker-1#1';
const poll = call(H, 'completeTask', { taskId: 'sum/task/1' });
const time: Move = { actor: 'clock', detail: { kind: 'time', to: 1, woke: ['worker-1'] } as Move['detail'] };
const blow: Move = {
  actor: 'nemesis',
  fault: 'crash-server',
  detail: { kind: 'blow', what: 'server-1 dies', killed: [H] } as Move['detail'],
};

describe('what let a step of somebody else happen', () => {
  it('is a message, by the names of its ends, where nobody watched', () => {
    const run = watchedRun([poll, sql(H, 'select 1'), sql(H, 'commit'), answer(H, 'completeTask')]);
    expect(causesOf(run)).toEqual([
      { from: 1, to: 2, kind: 'request' },
      { from: 3, to: 4, kind: 'answer' },
    ]);
  });

  it('is the same message twice, where it arrived twice', () => {
    const run = watchedRun([
      { ...poll, fault: 'duplicated-call' },
      sql(H, 'select 1'),
      sql(`${H} again`, 'select 1'),
    ]);
    expect(causesOf(run).map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [1, 3],
    ]);
  });

  it('is whoever let go of the lock, and not who stepped in between', () => {
    const steps = [
      sql('a/x', 'update t'),
      wait('b/y', 'update t'),
      sql('a/x', 'commit'),
      sql('c/z', 'select 2'),
      sql('b/y', 'update t'),
    ];
    expect(causesOf(watchedRun(steps, [[5, 3]]))).toEqual([{ from: 3, to: 5, kind: 'lock' }]);
    expect(causesOf(watchedRun(steps))).toEqual([]); // and nobody, rather than anybody, where nobody watched
  });

  it('is time, a fault, or word of something else', () => {
    const run = watchedRun(
      [time, sql('worker-1', 'a'), blow, answer(H, 'completeTask'), sql('worker-2', 'b')],
      [
        [2, 1],
        [4, 3],
        [5, 4],
      ],
    );
    expect(causesOf(run).map(({ kind }) => kind)).toEqual(['time', 'fault', 'word']);
  });

  it('is nobody, where an actor goes on by itself', () => {
    expect(causesOf(watchedRun([sql('a', 'x'), sql('a', 'y')], [[2, 1]]))).toEqual([]);
  });
});

const target = sharedTarget();

it('explains every request, answer and wait of a real run', async () => {
  const isWaiting = (detail: { readonly kind: string }): boolean => detail.kind === 'wait';
  const size = { tasks: 3, workers: 2, servers: 2 };
  const run = await firstRun(target, { size }, 'none', ({ trace }) =>
    trace.steps.some(({ detail }) => isWaiting(detail)),
  );
  const causes = causesOf(run);
  const { steps } = run.trace;
  const count = (kind: string): number => causes.filter((cause) => cause.kind === kind).length;
  const calls = steps.filter(({ detail }) => detail.kind === 'call').length;
  expect(count('request')).toBe(calls);
  expect(count('answer')).toBe(steps.filter(({ detail }) => detail.kind === 'answer').length);
  expect(count('lock')).toBe(steps.filter(({ detail }) => isWaiting(detail)).length);
  for (const { from, to } of causes) expect(from).toBeLessThan(to);
  for (const { from, kind } of causes) {
    const { detail } = steps[from - 1] ?? {};
    // What lets go of a row's lock is the end of a transaction.
    if (kind === 'lock')
      expect((detail as { readonly text?: string } | undefined)?.text).toMatch(/^(?:commit|rollback)/i);
  }
});
