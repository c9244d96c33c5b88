import type { Activity } from './activity.ts';
import type { Actor } from './actor.ts';
import { BlowFault } from './blow-fault.ts';
import { type ChoiceLog, type Chooser, CLOCK, type Option } from './choice.ts';
import type { Gate } from './gate.ts';
import { host } from './host.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import type { Nemesis } from './nemesis.ts';
import type { RandomRoot } from './random-stream.ts';
import { SimulatedActor } from './simulated-actor.ts';
import { StepFault } from './step-fault.ts';
import { EPOCH, Stage } from './stage.ts';
import type { Mishap, Performed, RequestedStep, TimeDetail } from './step.ts';
import { Trace } from './trace.ts';
import { installTrap, watchAsyncOperations } from './trap.ts';

export type SimulationOptions = {
  readonly random: RandomRoot;
  readonly chooser: Chooser;
  readonly limits?: Limits;
  /** What can go wrong; nothing, if absent. */
  readonly nemesis?: Nemesis;
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
  /** Faults that happened, and how often. */
  readonly faults: ReadonlyMap<string, number>;
};

const TIME: Option = {
  actorName: CLOCK,
  label: 'time passes',
  isTime: true,
  occurrence: 0,
  thread: -1,
  request: -1,
  footprint: undefined,
};

type Fault = StepFault | BlowFault;

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
  readonly #nemesis: Nemesis | undefined;
  readonly #trace = new Trace();
  readonly #choices: number[] = [];
  readonly #failures: { actor: string; error: unknown }[] = [];
  readonly #faults = new Map<string, number>();
  readonly #actors = new Map<string, SimulatedActor>();
  #last: Activity | undefined;
  #preemptions = 0;

  constructor(options: SimulationOptions) {
    installTrap();
    this.#stage = new Stage(options.diagnose ?? false);
    this.#random = options.random;
    this.#chooser = options.chooser;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#nemesis = options.nemesis;
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
    this.#actors.set(name, actor);
    this.#stage
      .begin(actor, name, () => body(actor))
      .ended.catch((error: unknown) => {
        this.#failures.push({ actor: name, error });
      });
  }

  /** Ends an actor in the middle of whatever it does; what it holds is let go of. */
  kill(name: string): void {
    const actor = this.#actors.get(name);
    if (!actor) return;
    this.#actors.delete(name);
    this.#stage.kill(actor);
  }

  /** Sets an actor's clock ahead of time, or behind, by so many milliseconds. */
  skew(name: string, milliseconds: number): void {
    const actor = this.#actors.get(name);
    if (actor) actor.skew = milliseconds;
  }

  /** Lets so many milliseconds pass at once, whatever should have happened meanwhile. */
  jump(milliseconds: number): TimeDetail {
    return this.#stage.advance(this.#stage.time + milliseconds);
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
    const plain = this.#stage.nextWake() === undefined ? ready : [...ready, TIME];
    if (plain.length === 0) return 'stuck';
    const faults = isHealing ? [] : this.#possibleFaults(ready);
    const options = faults.length === 0 ? plain : [...plain, ...faults];
    // Fair: in the healing phase whoever has waited longest comes first. Being interrupted by that is no preemption.
    const index = options.length === 1 || isHealing ? 0 : this.#choose(options, plain.length);
    const option = options[index];
    if (option) this.#chooser.willStep?.(option);
    const gate = ready[index];
    const fault = faults[index - plain.length];
    if (gate) this.#perform(gate, isHealing ? [] : ready, gate.step);
    else if (fault) this.#suffer(fault, ready);
    else this.#record(TIME.actorName, false, { detail: this.#stage.advance(), evidence: [] });
    return undefined;
  }

  /** All that could go wrong now: with each of the steps that are ready, and besides. */
  #possibleFaults(ready: readonly Gate[]): readonly Fault[] {
    const nemesis = this.#nemesis;
    const allowed = nemesis?.allowed();
    if (!nemesis || !allowed || allowed.size === 0) return [];
    const faults: Fault[] = [];
    for (const gate of ready) {
      for (const mishap of gate.step.mishaps?.(allowed) ?? []) {
        if (allowed.has(mishap.fault)) faults.push(new StepFault(gate, mishap));
      }
    }
    for (const blow of nemesis.blows(allowed)) {
      if (allowed.has(blow.fault)) faults.push(new BlowFault(blow));
    }
    return faults;
  }

  #suffer(option: Fault, ready: readonly Gate[]): void {
    const { fault } = option;
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
    this.#nemesis?.happened(fault);
    if (option instanceof StepFault) this.#perform(option.gate, ready, option.mishap);
    else this.#record(option.actorName, false, option.blow.perform(), fault);
  }

  #choose(options: readonly Option[], plain: number): number {
    const step = this.#trace.steps.length + 1;
    const index = this.#chooser.choose({ step, options, plain, last: this.#last?.number });
    if (!Number.isInteger(index) || index < 0 || index >= options.length) {
      throw new RangeError(`the strategy chose ${index} of ${options.length} options`);
    }
    this.#choices.push(index);
    return index;
  }

  /**
   * @param others gates that the choice was among; of them none is preempted that nobody chose to keep waiting
   * @param step the gate's own, or what goes wrong with it
   */
  #perform(gate: Gate, others: readonly Gate[], step: RequestedStep<unknown> | Mishap<unknown>): void {
    const { activity } = gate;
    const preempts = activity !== this.#last && others.some((other) => other.activity === this.#last);
    if (preempts) this.#preemptions += 1;
    this.#last = activity;
    const performed = step.perform();
    const { outcome } = performed;
    this.#record(activity.actor.name, preempts, performed, 'fault' in step ? step.fault : undefined);
    this.#stage.remove(gate);
    if ('next' in outcome) {
      this.#stage.ask(gate, outcome.next);
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
    { detail, evidence }: Omit<Performed<unknown>, 'outcome'>,
    fault?: string,
  ): void {
    const number = this.#trace.steps.length + 1;
    const step = { number, time: this.#stage.time, actor, preempts, detail };
    this.#trace.add(fault === undefined ? step : { ...step, fault }, evidence);
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
      faults: this.#faults,
    };
  }
}
