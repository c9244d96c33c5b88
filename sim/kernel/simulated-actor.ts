import type { Alarm, Fiber } from '../../src/ports/index.ts';
import type { Activity } from './activity.ts';
import type { Actor } from './actor.ts';
import type { RandomRoot, RandomStream } from './random-stream.ts';
import type { Begun, Stage, Timer } from './stage.ts';
import type { RequestedStep } from './step.ts';
import type { TrapContext, VirtualTimer } from './trap.ts';

/** An actor as the stage runs it: its ports, and what traps answer while it moves. */
export class SimulatedActor implements Actor, TrapContext {
  readonly name: string;
  readonly #stage: Stage;
  readonly #root: RandomRoot;
  #random: RandomStream | undefined;
  #trapped: RandomStream | undefined;
  /** By how much its clock is ahead, in milliseconds. */
  skew = 0;
  readonly #occurrences = new Map<string, number>();
  readonly #held = new Set<() => void>();

  constructor(name: string, stage: Stage, root: RandomRoot) {
    this.name = name;
    this.#stage = stage;
    this.#root = root;
  }

  get random(): RandomStream {
    this.#random ??= this.#root.stream(`actor ${this.name}`);
    return this.#random;
  }

  now(): number {
    return this.#stage.time + this.skew;
  }

  /** Counts the requests with a label. */
  nextOccurrence(label: string): number {
    const occurrence = (this.#occurrences.get(label) ?? 0) + 1;
    this.#occurrences.set(label, occurrence);
    return occurrence;
  }

  holds(release: () => void): () => void {
    const held = (): void => release();
    this.#held.add(held);
    return () => void this.#held.delete(held);
  }

  /** Lets go of everything, in the order in which it was taken. */
  letGo(): void {
    for (const release of this.#held) release();
    this.#held.clear();
  }

  step<Result>(step: RequestedStep<Result>): Promise<Result> {
    return this.#stage.park(this, step);
  }

  alarm(milliseconds: number): Alarm {
    let timer: Timer | undefined;
    let wake = (): void => undefined;
    const rung = new Promise<void>((resolve) => {
      wake = resolve;
      timer = this.#stage.setTimer(this, milliseconds, resolve);
    });
    const ring = (): void => {
      if (timer && this.#stage.cancelTimer(timer)) this.#stage.resume(timer.activity, wake);
    };
    return { rung, ring };
  }

  async sleep(milliseconds: number, wakeUp?: AbortSignal): Promise<void> {
    if (wakeUp?.aborted) return;
    const alarm = this.alarm(milliseconds);
    const ring = (): void => alarm.ring();
    wakeUp?.addEventListener('abort', ring, { once: true });
    await alarm.rung;
    wakeUp?.removeEventListener('abort', ring);
  }

  settled(): Promise<void> {
    return this.#stage.wait(this, (activity, done) => this.#stage.resume(activity, done));
  }

  start<Result>(name: string, body: () => Promise<Result>): Fiber<Result> {
    return this.#joinable(this.#stage.begin(this, name, body));
  }

  spawn<Result>(name: string, body: (actor: Actor) => Promise<Result>): Fiber<Result> {
    const actor = new SimulatedActor(name, this.#stage, this.#root);
    return this.#joinable(this.#stage.begin(actor, name, () => body(actor)));
  }

  /** An activity that has begun, for this actor to join. */
  #joinable<Result>({ activity, ended }: Begun<Result>): Fiber<Result> {
    ended.catch(() => undefined); // whoever joins sees it
    return new StartedFiber(activity, () =>
      this.#stage
        .wait(this, (waiting, done) => activity.whenEnded(() => this.#stage.resume(waiting, done)))
        .then(() => ended),
    );
  }

  anyEnded(fibers: readonly Fiber<unknown>[]): Promise<void> {
    if (fibers.length === 0) throw new RangeError('waiting for any of no activities would never end');
    return this.#stage.wait(this, (waiting, done) => {
      let isFirst = true;
      for (const fiber of fibers) {
        if (!(fiber instanceof StartedFiber)) throw new TypeError('not an activity of this simulation');
        fiber.activity.whenEnded(() => {
          if (isFirst) this.#stage.resume(waiting, done);
          isFirst = false;
        });
      }
    });
  }

  fraction(): number {
    return this.#trappedRandom().fraction();
  }

  uuid(): string {
    return this.#trappedRandom().uuid();
  }

  fill(bytes: Uint8Array): void {
    this.#trappedRandom().fill(bytes);
  }

  timer(callback: () => void, milliseconds: number, repeat: boolean): VirtualTimer {
    let timer: Timer | undefined;
    const arm = (): void => {
      timer = this.#stage.setTimer(this, milliseconds, () => {
        if (repeat) arm();
        callback();
      });
    };
    arm();
    return {
      cancel: () => {
        if (timer && this.#stage.cancelTimer(timer)) timer.activity.waiting -= 1;
      },
    };
  }

  onPromise(stack: () => string | undefined): void {
    if (this.#stage.isDiagnosing) this.#stage.notePromise(stack());
  }

  escape(what: string, stack: string | undefined): void {
    this.#stage.escape(this.name, what, stack);
  }

  /** What trapped functions draw from: a stream apart, so that they disturb nothing else. */
  #trappedRandom(): RandomStream {
    this.#trapped ??= this.#root.stream(`traps of ${this.name}`);
    return this.#trapped;
  }
}

class StartedFiber<Result> implements Fiber<Result> {
  readonly activity: Activity;
  readonly join: () => Promise<Result>;

  constructor(activity: Activity, join: () => Promise<Result>) {
    this.activity = activity;
    this.join = join;
  }
}
