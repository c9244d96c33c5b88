import type { Actor } from '../../sim/kernel/index.ts';
import { type Attempt, type Candidate, Trial } from '../../sim/shrink/index.ts';
import { DeviationRecorder } from '../../sim/strategy/index.ts';
import { answering, anyOf, type Bodies, play, step } from './simulations.ts';

/** The law that a toy race breaks. */
export const LOST_UPDATE = 'lost update';

/** A race on one counter, for writers that add one to it each, among idlers that do nothing of interest. */
export type ToyRace = {
  /** How often a writer begins anew when another one was faster; it is never told, if absent. */
  readonly attempts?: number;
};

type Begun = { readonly bodies: Bodies; readonly isLost: () => boolean };

function begin({ attempts }: ToyRace, { writers = 1, idlers = 0 }: Candidate['size']): Begun {
  let counter = 0;
  const write = async (actor: Actor): Promise<void> => {
    await actor.step(step('begin'));
    for (let left = attempts ?? 1; left > 0; left -= 1) {
      const seen = await actor.step(answering('read', () => counter));
      const isWritten = await actor.step(
        answering('write', () => {
          if (attempts !== undefined && counter !== seen) return false;
          counter = seen + 1;
          return true;
        }),
      );
      if (isWritten) break;
    }
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

/** Runs a candidate of a race; its sizes are `writers` and `idlers`. */
export async function attemptRace(race: ToyRace, candidate: Candidate): Promise<Attempt<string>> {
  const { bodies, isLost } = begin(race, candidate.size);
  const chooser = new Trial(candidate);
  const { trace, preemptions } = await play(bodies, { chooser });
  const { applied, taken } = chooser;
  const signature = isLost() ? LOST_UPDATE : undefined;
  const figures = { faults: 0, preemptions, steps: trace.steps.length };
  return { signature, applied, taken, ...figures, result: trace.hash() };
}

/** A random schedule of a race that loses an update: the first one from a seed on. */
export async function lostUpdate(
  seed: number,
  race: ToyRace = {},
  size: Candidate['size'] = { writers: 5, idlers: 4 },
): Promise<Candidate> {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const { bodies, isLost } = begin(race, size);
    const recorder = new DeviationRecorder(anyOf(`${seed}/${attempt}`));
    await play(bodies, { chooser: recorder });
    if (isLost()) return { size, faults: [], mostFaults: 0, deviations: recorder.deviations };
  }
  throw new Error('two thousand schedules lost no update');
}
