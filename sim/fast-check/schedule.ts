import { toStringMethod } from 'fast-check';
import type { Chooser, Decision } from '../kernel/index.ts';
import type { ActorBody } from '../simulate/index.ts';
import { type ScheduleRunOptions, runScheduled } from './run-scheduled.ts';

/**
 * Where a schedule leaves the dullest one, in which whoever steps goes on until they have ended or must wait, then the
 * one who has waited longest.
 */
export type Detour = {
  /** Which of the run's decisions between two steps or more it is about, from 0. */
  readonly at: number;
  /**
   * Who steps instead: 1 for the first after the one whose turn it is, and so on, round and round; or `time`, for time
   * to pass although somebody could step, if a timer is set.
   */
  readonly take: number | 'time';
};

/** A schedule whose choices are made before it is run. It fits every run, and decides the same each time. */
export class Schedule {
  /** In the order in which they come, one for a decision. */
  readonly detours: readonly Detour[];

  /** @throws {RangeError} for a detour that no run has a place for. */
  constructor(detours: readonly Detour[]) {
    for (const detour of detours) check(detour);
    const byPlace = new Map(detours.map((detour) => [detour.at, detour]));
    this.detours = [...byPlace.values()].toSorted((one, other) => one.at - other.at);
  }

  /**
   * Runs a piece of code that uses Postgres once, under this schedule. What must hold is whatever the body and its
   * actors assert.
   *
   * @throws {SimulationFailedError} when the body or an actor throws or never ends; its message shows the interleaving
   * and how to replay it, its `cause` is what was thrown.
   * @throws {SimulateOptionsError} when an option makes no sense.
   * @throws {EscapedSimulationError} when the run did something that no seed decides.
   * @throws {NondeterminismError} when the run failed, and is not the same when it is done again.
   */
  async run(options: ScheduleRunOptions, body: ActorBody<unknown>): Promise<void> {
    await runScheduled(this, options, body);
  }

  /** A chooser that makes these choices, for one run. */
  chooser(): Chooser {
    const takes = new Map(this.detours.map(({ at, take }) => [at, take]));
    let decisions = 0;
    return {
      name: 'fast-check',
      choose: (decision) => {
        if (decision.plain < 2) return 0;
        const take = takes.get(decisions);
        decisions += 1;
        return take === undefined ? 0 : indexOf(take, decision);
      },
    };
  }

  /** As it can be pasted, for `examples`. */
  toString(): string {
    const all = this.detours.map(
      ({ at, take }) => `{ at: ${at}, take: ${take === 'time' ? "'time'" : take} }`,
    );
    return `scheduleOf([${all.join(', ')}])`;
  }

  [toStringMethod](): string {
    return this.toString();
  }
}

/** A schedule of these detours, for `examples`: those of a report can be pasted. */
export function scheduleOf(detours: readonly Detour[]): Schedule {
  return new Schedule(detours);
}

function indexOf(take: Detour['take'], { options, plain }: Decision): number {
  const hasTime = options[plain - 1]?.isTime === true;
  const steps = hasTime ? plain - 1 : plain;
  if (take === 'time') return hasTime ? plain - 1 : 0;
  return steps < 2 ? 0 : 1 + ((take - 1) % (steps - 1));
}

function check({ at, take }: Detour): void {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError(`at is a whole number from 0 on, not ${at}`);
  if (take === 'time' || (Number.isSafeInteger(take) && take >= 1)) return;
  throw new RangeError(`take is 'time' or a whole number from 1 on, not ${take}`);
}
