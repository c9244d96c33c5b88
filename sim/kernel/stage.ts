import { Activity } from './activity.ts';
import { EscapedSimulationError, foreignFrame } from './escaped-simulation-error.ts';
import { Gate } from './gate.ts';
import { drainMicrotasks } from './microtasks.ts';
import type { SimulatedActor } from './simulated-actor.ts';
import type { RequestedStep, TimeDetail } from './step.ts';
import { releaseTrap, setTrap } from './trap.ts';

/** Midnight, 1 January 2000, UTC: the time at which every run begins. */
export const EPOCH = 946_684_800_000;

/** Something an activity wants to happen at a later time. */
export type Timer = { readonly activity: Activity; readonly wakeAt: number; readonly ring: () => void };

/** An activity that has begun; `ended` settles as its body does. */
export type Begun<Result> = { readonly activity: Activity; readonly ended: Promise<Result> };

/** Code that goes on by itself as soon as the code before it has come to rest. */
type Resumption = { readonly activity: Activity; readonly go: () => void };

/**
 * Who is on stage and what everybody waits for. Exactly one activity moves at a time; it is known for each whether it
 * moves, waits at a gate, waits for another activity, or has ended, so that one that waits for anything else is found.
 */
export class Stage {
  time = EPOCH;
  /** Steps that wait to be chosen, in the order of their arrival. */
  readonly gates: Gate[] = [];
  /** Activities that have not ended. */
  readonly activities = new Set<Activity>();
  readonly isDiagnosing: boolean;
  #timers: Timer[] = [];
  readonly #resumptions: Resumption[] = [];
  #moving: Activity | undefined;
  #escape: EscapedSimulationError | undefined;
  #lastPromise: string | undefined;
  #isClosed = false;
  #begun = 0;
  #requests = 0;

  constructor(isDiagnosing: boolean) {
    this.isDiagnosing = isDiagnosing;
  }

  /** Starts an activity. */
  begin<Result>(actor: SimulatedActor, name: string, body: () => Promise<Result>): Begun<Result> {
    const activity = new Activity(actor, name, this.#begun);
    this.#begun += 1;
    this.activities.add(activity);
    const finish = (): void => {
      this.activities.delete(activity);
      activity.end();
    };
    const ended = new Promise<Result>((resolve, reject) => {
      const go = (): void => {
        body().then(
          (value) => {
            finish();
            resolve(value);
          },
          (error: unknown) => {
            finish();
            reject(error);
          },
        );
      };
      this.#resumptions.push({ activity, go });
    });
    return { activity, ended };
  }

  /** Parks the moving activity, one of `actor`'s, at a gate. */
  park<Result>(actor: SimulatedActor, step: RequestedStep<Result>): Promise<Result> {
    const activity = this.#mover(actor);
    if (!activity) return new Promise(() => undefined);
    activity.waiting += 1;
    return new Promise((resolve, reject) => {
      // What a gate resolves with is what its own step's perform returned.
      const settle = resolve as (value: unknown) => void;
      this.gates.push(new Gate(activity, step, this.#nextRequest(), settle, reject));
    });
  }

  /** Sets a timer for the moving activity, one of `actor`'s: it calls `ring` once time has come, unless cancelled. */
  setTimer(actor: SimulatedActor, milliseconds: number, ring: () => void): Timer | undefined {
    const activity = this.#mover(actor);
    if (!activity) return undefined;
    activity.waiting += 1;
    const timer = { activity, wakeAt: this.time + Math.max(0, Math.ceil(milliseconds) || 0), ring };
    this.#timers.push(timer);
    return timer;
  }

  /** Takes a timer away. @returns false if it has rung or was cancelled before. */
  cancelTimer(timer: Timer): boolean {
    const index = this.#timers.indexOf(timer);
    if (index < 0) return false;
    this.#timers.splice(index, 1);
    return true;
  }

  /** Lets time advance, to the earliest timer by default; all timers due then ring in the order of their arrival. */
  advance(to = this.nextWake() ?? this.time): TimeDetail {
    this.time = to;
    const due = this.#timers.filter((timer) => timer.wakeAt <= to);
    this.#timers = this.#timers.filter((timer) => timer.wakeAt > to);
    for (const { activity, ring } of due) this.resume(activity, ring);
    return { kind: 'time', to, woke: due.map(({ activity }) => activity.actor.name) };
  }

  /** Parks the moving activity, one of `actor`'s, until `arrange` calls back. */
  wait(actor: SimulatedActor, arrange: (activity: Activity, done: () => void) => void): Promise<void> {
    const activity = this.#mover(actor);
    if (!activity) return new Promise(() => undefined);
    activity.waiting += 1;
    return new Promise((resolve) => arrange(activity, resolve));
  }

  /** Who moves now. */
  get mover(): SimulatedActor | undefined {
    return this.#moving?.actor;
  }

  /** Lets a parked activity go on, once whoever moves now has come to rest. */
  resume(activity: Activity, go: () => void): void {
    this.#resumptions.push({
      activity,
      go: () => {
        activity.waiting -= 1;
        go();
      },
    });
  }

  /** Takes away a gate that was chosen. */
  remove(gate: Gate): void {
    this.gates.splice(this.gates.indexOf(gate), 1);
  }

  /** Has a gate that was chosen wait for something else, as the last one that came. */
  ask(gate: Gate, step: RequestedStep<unknown>): void {
    gate.ask(step, this.#nextRequest());
    this.gates.push(gate);
  }

  /** Takes an actor off the stage, in the middle of whatever it does. */
  kill(actor: SimulatedActor): void {
    const isAnothers = ({ activity }: { readonly activity: Activity }): boolean => activity.actor !== actor;
    this.gates.splice(0, this.gates.length, ...this.gates.filter(isAnothers));
    this.#timers = this.#timers.filter(isAnothers);
    this.#resumptions.splice(0, this.#resumptions.length, ...this.#resumptions.filter(isAnothers));
    for (const activity of this.activities) {
      if (activity.actor !== actor) continue;
      this.activities.delete(activity);
      activity.ended = true;
    }
    actor.letGo();
  }

  #nextRequest(): number {
    this.#requests += 1;
    return this.#requests;
  }

  /** Steps that could be performed now: those of `first` before the others, each in order of arrival. */
  readyGates(first: Activity | undefined): Gate[] {
    const ready: Gate[] = [];
    let own = 0;
    for (const gate of this.gates) {
      if (gate.step.isReady?.() === false) continue;
      if (gate.activity !== first) ready.push(gate);
      else {
        ready.splice(own, 0, gate);
        own += 1;
      }
    }
    return ready;
  }

  /** When the next timer rings, if one is to. */
  nextWake(): number | undefined {
    let earliest: number | undefined;
    for (const { wakeAt } of this.#timers) {
      if (earliest === undefined || wakeAt < earliest) earliest = wakeAt;
    }
    return earliest;
  }

  /**
   * Lets everything move that can move by itself, one activity after the other.
   *
   * @throws {EscapedSimulationError} when something went past the gates.
   */
  settle(): void {
    for (let next = this.#resumptions.shift(); next; next = this.#resumptions.shift()) {
      const { activity, go } = next;
      this.#moving = activity;
      setTrap(activity.actor);
      go();
      drainMicrotasks();
      releaseTrap();
      this.#moving = undefined;
      if (activity.waiting === 0 && !activity.ended) {
        const what = `waits (in ${activity.name}) for a promise that no port made`;
        this.escape(activity.actor.name, what, this.#lastPromise);
      }
      if (this.#escape) throw this.#escape;
    }
  }

  /** Notes that something went past the gates; the first one counts. */
  escape(actorName: string, what: string, stack: string | undefined): void {
    this.#escape ??= new EscapedSimulationError(actorName, what, stack);
  }

  /** Notes where a promise was made: the last one before an activity escapes is most likely what it waits for. */
  notePromise(stack: string | undefined): void {
    if (foreignFrame(stack)) this.#lastPromise = stack;
  }

  /** Ends the run: nobody on stage ever moves again. */
  close(): void {
    this.#isClosed = true;
    releaseTrap();
  }

  /** The activity that moves, which must be one of `actor`'s. */
  #mover(actor: SimulatedActor): Activity | undefined {
    if (this.#isClosed) return undefined;
    if (this.#moving?.actor === actor) return this.#moving;
    const by = this.#moving ? `by ${this.#moving.actor.name}` : 'by itself';
    this.escape(actor.name, `was woken ${by}, past the ports`, new Error('woken').stack);
    return undefined;
  }
}
