import type { Actor } from '../../sim/kernel/index.ts';
import type { Attempt, Candidate } from '../../sim/shrink/index.ts';
import { type Deviation, DeviationRecorder, TolerantChooser } from '../../sim/strategy/index.ts';
import { answering, anyOf, type Bodies, play, step } from './simulations.ts';

/** The law that a toy race breaks. */
export const LOST_UPDATE = 'lost update';

/**
 * Actors that read a counter and write it, one more, among others that do nothing of interest. Two of them and a single
 * preemption are enough to lose an update.
 */
function counting(
  writers: number,
  idlers: number,
): { readonly bodies: Bodies; readonly isLost: () => boolean } {
  let counter = 0;
  const write = async (actor: Actor): Promise<void> => {
    await actor.step(step('begin'));
    const seen = await actor.step(answering('read', () => counter));
    await actor.step(answering('write', () => (counter = seen + 1)));
    await actor.step(step('end'));
  };
  const idle = async (actor: Actor): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) {
      await actor.step(step('look around'));
      await actor.sleep(1);
    }
  };
  const named = (kind: string, count: number, body: (actor: Actor) => Promise<void>): Bodies =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${kind}-${index + 1}`, body]));
  return {
    bodies: { ...named('idler', idlers, idle), ...named('writer', writers, write) },
    isLost: () => counter < writers,
  };
}

/** Runs a candidate of the race; its sizes are `writers` and `idlers`. */
export async function attemptCounting({ size, deviations }: Candidate): Promise<Attempt<string>> {
  const { writers = 1, idlers = 0 } = size;
  const { bodies, isLost } = counting(writers, idlers);
  const chooser = new TolerantChooser(deviations);
  const { trace, preemptions } = await play(bodies, { chooser });
  const { applied, steps: taken } = chooser.tolerated();
  const signature = isLost() ? LOST_UPDATE : undefined;
  return {
    signature,
    applied,
    taken,
    faults: 0,
    preemptions,
    steps: trace.steps.length,
    result: trace.hash(),
  };
}

/** A random schedule of the race that loses an update: the first one from a seed on. */
export async function lostUpdate(seed: number, size = { writers: 5, idlers: 4 }): Promise<Candidate> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { bodies, isLost } = counting(size.writers, size.idlers);
    const recorder = new DeviationRecorder(anyOf(`${seed}/${attempt}`));
    await play(bodies, { chooser: recorder });
    const deviations: readonly Deviation[] = recorder.deviations;
    if (isLost()) return { size, faults: [], deviations };
  }
  throw new Error('a hundred schedules lost no update');
}
