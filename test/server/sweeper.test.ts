import { describe, expect, it } from 'vitest';
import { SWEEP_NAMES, type Sweeps, type SweepResponse } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { type Sweeper, sweeper } from '../../src/server/index.ts';
import { clockOf, EPOCH, RandomRoot, Simulation } from '../../sim/kernel/index.ts';
import { dullest } from '../support/simulations.ts';

/** Sweeps with nothing to do but for one, which answers what it is told. */
function sweepsWith(timers: () => Promise<SweepResponse>): Sweeps {
  const idle = SWEEP_NAMES.map((name) => [name, () => Promise.resolve({ count: 0 })]);
  return { ...(Object.fromEntries(idle) as Sweeps), fireTimers: timers }; // each name with a sweep
}

/** @returns when the rounds were, in virtual milliseconds. */
async function rounds(
  answers: readonly SweepResponse[],
  meanwhile: (sweeper: Sweeper, clock: Clock) => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = [];
  const simulation = new Simulation({ random: new RandomRoot('sweeper'), chooser: dullest });
  simulation.spawn('server', async (actor) => {
    const clock = clockOf(actor);
    const sweeps = sweepsWith(() => {
      times.push(clock.now() - EPOCH);
      return Promise.resolve(answers[times.length - 1] ?? { count: 0 });
    });
    const sweeping = sweeper({ sweeps, clock });
    const running = actor.start('sweeper', () => sweeping.run());
    await meanwhile(sweeping, clock);
    sweeping.stop();
    await running.join();
  });
  const { failures } = await simulation.run();
  expect(failures).toEqual([]);
  return times;
}

describe('sweeper', () => {
  it('sweeps every second while nothing is known to be due', async () => {
    expect(await rounds([], (_, clock) => clock.sleep(2_500))).toEqual([0, 1_000, 2_000]);
  });

  it('sweeps when a sweep says that something is due, though not without a pause', async () => {
    const answers = [
      { count: 1, nextInMs: 300 },
      { count: 1, nextInMs: 0 },
    ];
    expect(await rounds(answers, (_, clock) => clock.sleep(1_200))).toEqual([0, 300, 305]);
  });

  it('sweeps when it was told that something would be due, and not because it was told', async () => {
    const times = await rounds([], async (sweeping, clock) => {
      await clock.sleep(100);
      sweeping.expect(250);
      sweeping.expect(600);
      sweeping.expect(5_000);
      await clock.sleep(900);
    });
    expect(times).toEqual([0, 350]);
  });

  it('goes on after a sweep that failed, and tells of it', async () => {
    const errors: unknown[] = [];
    const simulation = new Simulation({ random: new RandomRoot('sweeper'), chooser: dullest });
    let calls = 0;
    simulation.spawn('server', async (actor) => {
      const clock = clockOf(actor);
      const sweeps = sweepsWith(() => {
        calls += 1;
        return Promise.reject(new Error(`no database ${calls}`));
      });
      const sweeping = sweeper({ sweeps, clock, onError: (error) => errors.push(error) });
      const running = actor.start('sweeper', () => sweeping.run());
      await clock.sleep(1_500);
      sweeping.stop();
      await running.join();
    });
    await simulation.run();
    expect(errors.map(String)).toEqual(['Error: no database 1', 'Error: no database 2']);
  });
});
