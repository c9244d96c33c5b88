import { describe, expect, it } from 'vitest';
import type { Actor, Chooser } from '../../../sim/kernel/index.ts';
import { ReplayDivergedError, replayChooser } from '../../../sim/strategy/index.ts';
import { actorsOf, anyOf, decision, option, play, step } from '../../support/simulations.ts';

function decide(chooser: Chooser, at: number, count: number): number {
  const options = Array.from({ length: count }, (_, index) => option(`a${index}`));
  return chooser.choose(decision(options, at));
}

describe('replayChooser', () => {
  it('makes the recorded choices again, in order', () => {
    const chooser = replayChooser([1, 0, 4]);
    expect([decide(chooser, 1, 2), decide(chooser, 5, 2), decide(chooser, 6, 5)]).toEqual([1, 0, 4]);
  });

  it('refuses to go on without a recorded choice, and says at which step', () => {
    const chooser = replayChooser([1]);
    decide(chooser, 3, 2);
    expect(() => decide(chooser, 7, 2)).toThrow(
      expect.objectContaining({
        name: 'ReplayDivergedError',
        step: 7,
        message: 'the replay left its recording at step 7: the recording has no choice left',
      }),
    );
  });

  it('refuses to take an option that is not there, and says at which step', () => {
    const chooser = replayChooser([0, 2]);
    decide(chooser, 1, 2);
    expect(() => decide(chooser, 2, 2)).toThrow(
      expect.objectContaining({
        step: 2,
        message: 'the replay left its recording at step 2: it took option 3, and there are 2 now',
      }),
    );
  });

  it('ends the run with what it found, at the step where the recording ends', async () => {
    const work = async (actor: Actor): Promise<void> => {
      for (let round = 0; round < 5; round += 1) await actor.step(step('work'));
    };
    const bodies = { a: work, b: work, c: work };
    const run = await play(bodies, { chooser: anyOf('1') });
    expect(run.choices.length).toBeGreaterThan(6);
    const again = await play(bodies, { chooser: replayChooser(run.choices) });
    expect(actorsOf(again)).toEqual(actorsOf(run));
    const error = await play(bodies, { chooser: replayChooser(run.choices.slice(0, 6)) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(error).toMatchObject({ step: 7 });
  });
});
