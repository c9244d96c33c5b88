import { describe, expect, it } from 'vitest';
import { SplitDialogue } from '../../../sim/conformance/split-dialogue.ts';
import { LockingTarget } from '../../support/locking-target.ts';

/** What is sent, in one session after the other, for scripts. */
function sentFor(...scripts: readonly string[]): readonly string[] {
  const target = new LockingTarget();
  const dialogue = new SplitDialogue(target.openSession());
  for (const script of scripts) dialogue.send(script);
  return target.sent;
}

describe('a script that is sent statement by statement', () => {
  it.each([
    ['goes as it is if it is one', ['update a;'], ['update a;']],
    ['goes as it is if it is none', [' -- nothing'], [' -- nothing']],
    ['is a transaction', ['update a; update b'], ['begin', 'update a', 'update b', 'commit']],
    ['is none inside of one', ['begin', 'update a; update b'], ['begin', 'update a', 'update b']],
    [
      'is none if it begins one',
      ['begin; update a', 'update b; update c'],
      ['begin', 'update a', 'update b', 'update c'],
    ],
    [
      'is one again after the end of one',
      ['begin; commit; update a; update b'],
      ['begin', 'commit', 'begin', 'update a', 'update b', 'commit'],
    ],
    [
      'gives its transaction to one that it begins',
      ['update a; begin; update b', 'update c; update d'],
      ['begin', 'update a', 'update b', 'update c', 'update d'],
    ],
    ['goes alone after the end of one', ['begin', 'commit; update a'], ['begin', 'commit', 'update a']],
    [
      'does not take a savepoint for the end',
      ['begin; rollback to s', 'update a; update b'],
      ['begin', 'rollback to s', 'update a', 'update b'],
    ],
    [
      'ends with an error',
      ['update a; fail b; update c', 'update d; update e'],
      ['begin', 'update a', 'fail b', 'rollback', 'begin', 'update d', 'update e', 'commit'],
    ],
    [
      'leaves a failed transaction to its session',
      ['begin; fail b; update c', 'rollback'],
      ['begin', 'fail b', 'rollback'],
    ],
  ])('%s', (_, scripts, sent) => {
    expect(sentFor(...scripts)).toEqual(sent);
  });

  it('tells what was said to all of it, and nothing of what was added', () => {
    const dialogue = new SplitDialogue(new LockingTarget().openSession());
    dialogue.send('say a; update; show b 1; fail c; say d');
    expect(dialogue.said.map((each) => (each.kind === 'notice' ? each.text : each.kind))).toEqual([
      'NOTICE:  a',
      'done',
      'rows',
      'error',
    ]);
    expect(dialogue.isBusy).toBe(false);
  });

  it('waits with the statement that has to wait, and goes on from there', () => {
    const target = new LockingTarget();
    const [first, second] = [target.openSession(), target.openSession()].map(
      (session) => new SplitDialogue(session),
    );
    first?.send('take l');
    second?.send('say a; take l; show b 1');
    expect(second?.isBusy).toBe(true);
    expect(second?.advance()).toBe(false);
    first?.send('give l');
    expect(second?.advance()).toBe(true);
    expect(second?.isBusy).toBe(false);
    expect(second?.said.map(({ kind }) => kind)).toEqual(['notice', 'rows']);
    expect(target.sent).toEqual(['take l', 'begin', 'say a', 'take l', 'give l', 'show b 1', 'commit']);
  });
});
