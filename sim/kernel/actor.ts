import type { Alarm, Fiber } from '../../src/ports/index.ts';
import type { RandomStream } from './random-stream.ts';
import type { RequestedStep } from './step.ts';

/** One concurrent participant of a run, as the ports it acts through see it. */
export type Actor = {
  readonly name: string;

  /** Waits at the gate until the scheduler chooses this step, performs it, and gives what came of it. */
  step<Result>(step: RequestedStep<Result>): Promise<Result>;

  /** Waits until virtual time has advanced by `milliseconds`, or until `wakeUp` is aborted. */
  sleep(milliseconds: number, wakeUp?: AbortSignal): Promise<void>;

  /** Sets an alarm that goes off when virtual time has advanced by `milliseconds`, or before if somebody wants it. */
  alarm(milliseconds: number): Alarm;

  /** Waits until the actor's code can go no further on its own. Not a step: nothing else happens meanwhile. */
  settled(): Promise<void>;

  /** Starts a concurrent activity of this actor. */
  start<Result>(name: string, body: () => Promise<Result>): Fiber<Result>;

  /** Puts another actor on stage; whoever joins it waits for its end. */
  spawn<Result>(name: string, body: (actor: Actor) => Promise<Result>): Fiber<Result>;

  /** Waits until one of this actor's activities has ended. */
  anyEnded(fibers: readonly Fiber<unknown>[]): Promise<void>;

  /** Has something let go of if the actor is killed. @returns forgets it, for it has been let go of by other means */
  holds(release: () => void): () => void;

  /** Virtual time by the actor's own clock, in milliseconds since the Unix epoch. */
  now(): number;

  /** The actor's own stream of random numbers. */
  readonly random: RandomStream;
};
