import { describe, expect, it } from 'vitest';
import { failureText } from '../../reports/index.ts';
import { UnfinishedError } from '../../sim/simulate/index.ts';
import { executes, failed, oneRow, ownRun } from '../support/own-runs.ts';

const run = ownRun([
  executes('main', 'insert'),
  executes('alice', 'select a', oneRow({ a: '1' })),
  executes('bob', 'update b'),
]);

describe('failureText', () => {
  it('tells what was thrown, by whom, in which run, what led there, and how to replay it', () => {
    const lines = failureText(...failed(run, new Error('the sum\n\n  is wrong'))).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '✗ mine  main threw Error: the sum is wrong',
      '  run   seed skein/3, of 4 runs so far',
      `  trace 3 steps, 1 preemption, 0 s of virtual time, hash ${run.hash}`,
    ]);
    expect(lines[4]).toMatch(/^ +alice +│ bob$/);
    expect(lines).toContainEqual(expect.stringMatching(/^ +2 {2}select a +│$/));
    expect(lines.at(-1)).toBe('  replay: SKEIN_REPLAY=sk1_token <your command>');
  });

  it('says which command replays it', () => {
    const command = 'npx vitest run bank.test.ts';
    expect(failureText(...failed(run, 'x'), { command })).toContain(`SKEIN_REPLAY=sk1_token ${command}`);
  });

  it.each([
    [true, 'seed skein/3, replayed: the same trace'],
    [false, 'seed skein/3, replayed: another trace: code has changed'],
  ])('says of a replay whether it is the same: %s', (isSame, expected) => {
    expect(failureText(...failed(run, 'x', { replayed: { isSame } }))).toContain(expected);
  });

  it('says who never ended', () => {
    const error = new UnfinishedError('stuck', [{ actor: 'bob', waitsFor: ['a client'] }], 0, 3);
    const text = failureText(...failed(run, error));
    expect(text).toContain(
      '✗ mine  nothing can ever happen any more, and not everybody has ended\n  bob waits for a client',
    );
  });

  it('says where the target may have left what PostgreSQL does', () => {
    expect(failureText(...failed(run, 'x', { divergences: ['it guessed'] }))).toContain('  but   it guessed');
  });

  it('cuts an endless message', () => {
    expect(failureText(...failed(run, 'x'.repeat(1_000))).split('\n')[0]).toHaveLength(
      300 + '✗ mine  main threw '.length,
    );
  });
});
