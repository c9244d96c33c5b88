import type { Clock, Spawn } from '../../src/ports/index.ts';
import type { Actor } from './actor.ts';

/** An actor's time, as code under test wants it. */
export function clockOf(actor: Actor): Clock {
  return {
    now: () => actor.now(),
    sleep: (ms) => actor.sleep(ms),
    alarm: (ms) => actor.alarm(ms),
    settled: () => actor.settled(),
  };
}

/** An actor's fibers, as code under test wants them. */
export function spawnOf(actor: Actor): Spawn {
  return { start: (name, body) => actor.start(name, body), anyEnded: (fibers) => actor.anyEnded(fibers) };
}
