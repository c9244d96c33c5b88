import { describe, expect, it } from 'vitest';
import { systemClock, systemSpawn } from '../../src/ports/system/index.ts';
import { Nap } from '../../src/worker/nap.ts';
import { pollingLoop } from '../../src/worker/polling-loop.ts';
import { gate, recordingClock } from '../support/workers.ts';

/** Polls what `answers` has, in order, then nothing until the loop is stopped. */
function loopOver(answers: readonly (number | Error | undefined)[], limit = 10) {
  const state = { polls: 0, errors: [] as unknown[], runs: [] as number[], stopped: false };
  const clock = recordingClock();
  const loop = {
    nap: new Nap(clock),
    spawn: systemSpawn,
    limit,
    pollMs: 10,
    maxPollMs: 50,
    isStopped: () => state.stopped,
    onError: (error: unknown): void => void state.errors.push(error),
    poll: (): Promise<number | undefined> => {
      const answer = answers[state.polls];
      state.polls += 1;
      if (state.polls >= answers.length) state.stopped = true;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    describe: String,
    run: async (work: number): Promise<void> => {
      state.runs.push(work);
      await systemClock.settled();
    },
  };
  return { state, clock, loop };
}

describe('pollingLoop', () => {
  it('runs what it polls, and does not pause as long as there is more', async () => {
    const { state, clock, loop } = loopOver([1, 2, 3]);

    await pollingLoop(loop);

    expect(state.runs).toEqual([1, 2, 3]);
    expect(clock.sleeps).toEqual([]);
  });

  it('pauses ever longer while there is nothing, and starts over when there is something', async () => {
    const { clock, loop } = loopOver([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      1,
      undefined,
      undefined,
    ]);

    await pollingLoop(loop);

    expect(clock.sleeps).toEqual([10, 20, 40, 50, 50, 10, 20]);
  });

  it('tells of polls that fail, pauses and polls again', async () => {
    const failure = new Error('connection lost');
    const { state, clock, loop } = loopOver([failure, failure, 1]);

    await pollingLoop(loop);

    expect(state.errors).toEqual([failure, failure]);
    expect(clock.sleeps).toEqual([10, 20]);
    expect(state.runs).toEqual([1]);
  });

  it('does not take for work what the error handler returns', async () => {
    const { state, loop } = loopOver([new Error('connection lost'), 1]);

    await pollingLoop({ ...loop, onError: (error) => state.errors.push(error) + 100 });

    expect(state.runs).toEqual([1]);
  });

  it('tells of work that fails and goes on', async () => {
    const failure = new Error('work failed');
    const { state, loop } = loopOver([1, 2]);

    await pollingLoop({ ...loop, run: (work) => (work === 1 ? Promise.reject(failure) : loop.run(work)) });

    expect(state.errors).toEqual([failure]);
    expect(state.runs).toEqual([2]);
  });

  it('runs no more at once than its limit, and goes on when one has ended', async () => {
    const gates = Array.from({ length: 5 }, gate);
    const { state, loop } = loopOver([0, 1, 2, 3, 4], 2);
    const running = new Set<number>();
    const crowds: number[] = [];

    const looping = pollingLoop({
      ...loop,
      run: async (work) => {
        running.add(work);
        crowds.push(running.size);
        await gates[work]?.opened;
        running.delete(work);
      },
    });
    await systemClock.settled();
    expect([...running]).toEqual([0, 1]);
    expect(state.polls).toBe(2);
    gates[1]?.open();
    await systemClock.settled();
    expect([...running]).toEqual([0, 2]);
    for (const each of gates) each.open();
    await looping;

    expect(crowds).toHaveLength(5);
    expect(Math.max(...crowds)).toBe(2);
  });

  it('waits, once it is stopped, for everything that is still running', async () => {
    const held = gate();
    const { state, loop } = loopOver([1, 2]);
    const seen: string[] = [];

    const looping = pollingLoop({
      ...loop,
      run: async (work) => {
        await held.opened;
        seen.push(`${work} has ended`);
      },
    }).then(() => seen.push('the loop has ended'));
    await systemClock.settled();
    expect(state.stopped).toBe(true);
    seen.push('let go');
    held.open();
    await looping;

    expect(seen).toEqual(['let go', '1 has ended', '2 has ended', 'the loop has ended']);
  });

  it('does not poll when it is stopped already', async () => {
    const { state, loop } = loopOver([1]);
    state.stopped = true;

    await pollingLoop(loop);

    expect(state.polls).toBe(0);
  });
});
