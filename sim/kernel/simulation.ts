import type { Activity } from './activity.ts';
import type { Actor } from './actor.ts';
import type { ChoiceLog, Chooser, Option } from './choice.ts';
import type { Gate } from './gate.ts';
import { host } from './host.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import type { RandomRoot } from './random-stream.ts';
import { SimulatedActor } from './simulated-actor.ts';
import { EPOCH, Stage } from './stage.ts';
import type { StepDetail } from './step.ts';
import { Trace } from './trace.ts';
import { installTrap, watchAsyncOperations } from './trap.ts';

export type SimulationOptions = {
  readonly random: RandomRoot;
  readonly chooser: Chooser;
  readonly limits?: Limits;
  /** Watch every promise and every real operation, so that an escape names its place. Slow; decides nothing. */
  readonly diagnose?: boolean;
};

/** How a run ended, and all there is to know of it. */
export type RunEnd = {
  /**
   * `finished`: every actor ended. `stuck`: nothing could ever happen again. `exhausted`: the healing phase was over
   * and some actor had not ended.
   */
  readonly end: 'finished' | 'stuck' | 'exhausted';
  readonly trace: Trace;
  readonly choices: ChoiceLog;
  readonly preemptions: number;
  /** Virtual milliseconds that passed. */
  readonly elapsedMs: number;
  /** Errors that actors ended with. */
  readonly failures: readonly { readonly actor: string; readonly error: unknown }[];
};

const TIME: Option = { actorName: 'clock', label: 'time passes', isTime: true };

/**
 * One run: actors, a virtual clock and a scheduler that lets exactly one thing happen at a time.
 *
 * Actors are plain async functions. Whatever they do through their ports parks them at a gate; when nothing can move
 * by itself any more, the chooser picks one of the parked steps (or the passing of time), it is performed, and its
 * actor runs on until everything is parked again. JavaScript between two gates is deterministic, so the choices
 * determine the run.
 */
export class Simulation {
  readonly #stage: Stage;
  readonly #random: RandomRoot;
  readonly #chooser: Chooser;
  readonly #limits: Limits;
  readonly #trace = new Trace();
  readonly #choices: number[] = [];
  readonly #failures: { actor: string; error: unknown }[] = [];
  #last: Activity | undefined;
  #preemptions = 0;

  constructor(options: SimulationOptions) {
    installTrap();
    this.#stage = new Stage(options.diagnose ?? false);
    this.#random = options.random;
    this.#chooser = options.chooser;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
  }

  /** Virtual time, in milliseconds since the Unix epoch. */
  now(): number {
    return this.#stage.time;
  }

  /** Who moves now: whoever calls this from inside the run, as its port to everything it does. */
  mover(): Actor | undefined {
    return this.#stage.mover;
  }

  /** What everybody waits for at a gate, in order of arrival. */
  waiting(): readonly { readonly actor: string; readonly label: string }[] {
    return this.#stage.gates.map(({ actorName, label }) => ({ actor: actorName, label }));
  }

  /** Adds an actor. Its body begins to run as soon as nothing else can move by itself. */
  spawn(name: string, body: (actor: Actor) => Promise<void>): void {
    const actor = new SimulatedActor(name, this.#stage, this.#random);
    this.#stage
      .begin(actor, name, () => body(actor))
      .ended.catch((error: unknown) => {
        this.#failures.push({ actor: name, error });
      });
  }

  /**
   * Runs until every actor has ended, nothing can happen any more, or the limits are reached.
   *
   * @throws {EscapedSimulationError} when an actor went past its ports.
   */
  run(): Promise<RunEnd> {
    return new Promise((resolve, reject) => {
      // From a macrotask, because microtasks can only be drained from outside of them.
      host.setImmediate(() => {
        try {
          resolve(this.#runToEnd());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #runToEnd(): RunEnd {
    if (this.#stage.isDiagnosing) watchAsyncOperations(true);
    try {
      for (;;) {
        this.#stage.settle();
        const end = this.#endReached() ?? this.#next();
        if (end) return this.#report(end);
      }
    } finally {
      this.#stage.close();
      watchAsyncOperations(false);
    }
  }

  #endReached(): RunEnd['end'] | undefined {
    if (this.#stage.activities.size === 0) return 'finished';
    const { chaosSteps, healingSteps, chaosMs, healingMs } = this.#limits;
    const isExhausted =
      this.#trace.steps.length >= chaosSteps + healingSteps || this.#elapsedMs() > chaosMs + healingMs;
    return isExhausted ? 'exhausted' : undefined;
  }

  /** Chooses one of the things that could happen, and lets it happen. */
  #next(): 'stuck' | undefined {
    const { chaosSteps, chaosMs } = this.#limits;
    const isHealing = this.#trace.steps.length >= chaosSteps || this.#elapsedMs() >= chaosMs;
    const ready = this.#stage.readyGates(isHealing ? undefined : this.#last);
    const canWait = this.#stage.nextWake() !== undefined;
    const count = ready.length + (canWait ? 1 : 0);
    if (count === 0) return 'stuck';
    // Fair: in the healing phase whoever has waited longest comes first.
    const index = count === 1 || isHealing ? 0 : this.#choose(canWait ? [...ready, TIME] : ready);
    const gate = ready[index];
    if (gate) this.#perform(gate, ready);
    else this.#record(TIME.actorName, false, this.#stage.advance(), []);
    return undefined;
  }

  #choose(options: readonly Option[]): number {
    const index = this.#chooser.choose({ step: this.#trace.steps.length + 1, options });
    if (!Number.isInteger(index) || index < 0 || index >= options.length) {
      throw new RangeError(`the strategy chose ${index} of ${options.length} options`);
    }
    this.#choices.push(index);
    return index;
  }

  #perform(gate: Gate, ready: readonly Gate[]): void {
    const { activity, step } = gate;
    const preempts = activity !== this.#last && ready.some((other) => other.activity === this.#last);
    if (preempts) this.#preemptions += 1;
    this.#last = activity;
    const { outcome, detail, evidence } = step.perform();
    this.#record(activity.actor.name, preempts, detail, evidence);
    this.#stage.remove(gate);
    if ('next' in outcome) {
      gate.step = outcome.next;
      this.#stage.gates.push(gate);
      return;
    }
    this.#stage.resume(activity, () => {
      if ('error' in outcome) gate.reject(outcome.error);
      else gate.resolve(outcome.value);
    });
  }

  #record(
    actor: string,
    preempts: boolean,
    detail: StepDetail,
    evidence: readonly (string | Uint8Array)[],
  ): void {
    const number = this.#trace.steps.length + 1;
    this.#trace.add({ number, time: this.#stage.time, actor, preempts, detail }, evidence);
  }

  #elapsedMs(): number {
    return this.#stage.time - EPOCH;
  }

  #report(end: RunEnd['end']): RunEnd {
    return {
      end,
      trace: this.#trace,
      choices: this.#choices,
      preemptions: this.#preemptions,
      elapsedMs: this.#elapsedMs(),
      failures: this.#failures,
    };
  }
}
