import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import { type Detour, Schedule } from './schedule.ts';
import { lowerNumbers, SHRUNK, simplerLists } from './simpler-lists.ts';

export type SchedulesOptions = {
  /** How many of a run's decisions may go otherwise than the dullest way, the first ones. Default: 512. */
  readonly decisions?: number;
};

/** Few detours find most that there is to find (Burckhardt et al., ASPLOS 2010): a third of all schedules have no more. */
const FEW = 4;
/** Of the others, one decision in a hundred so many times is one. */
const PERCENTS = [30, 60, 90];
/** Divided evenly by whatever number of others is on offer: each is as likely. */
const TAKES = 840;
/** One detour in so many lets time pass. */
const TIME_ONE_IN = 64;

/**
 * Schedules for runs under the simulator, drawn from fast-check's own randomness. A failing one shrinks towards fewer
 * detours, earlier ones, and lower choices: a schedule that is read at a glance. It is a schedule of every run, whatever
 * the other values of the property are.
 *
 * @throws {RangeError} for options that make no sense.
 */
export function schedules({ decisions = 512 }: SchedulesOptions = {}): Arbitrary<Schedule> {
  if (!Number.isSafeInteger(decisions) || decisions < 1) {
    throw new RangeError(`decisions takes a whole number from 1 on, not ${decisions}`);
  }
  return new Schedules(decisions);
}

class Schedules extends Arbitrary<Schedule> {
  readonly #decisions: number;

  constructor(decisions: number) {
    super();
    this.#decisions = decisions;
  }

  override generate(random: Random): Value<Schedule> {
    const detours: Detour[] = [];
    const kind = random.nextInt(0, 2);
    const length = kind === 0 ? this.#decisions : this.#drawLength(random);
    if (kind === 1) {
      for (let left = random.nextInt(0, FEW); left > 0; left -= 1) {
        detours.push({ at: random.nextInt(0, length - 1), take: drawTake(random) });
      }
    } else {
      const percent = PERCENTS[random.nextInt(0, PERCENTS.length - 1)] ?? 0;
      for (let at = 0; at < length; at += 1) {
        if (random.nextInt(0, 99) < percent) detours.push({ at, take: drawTake(random) });
      }
    }
    return new Value(new Schedule(detours), undefined);
  }

  /** Nobody knows how long the run will be: as many are short as are long. */
  #drawLength(random: Random): number {
    const most = Math.ceil(Math.log2(this.#decisions));
    return Math.min(this.#decisions, 2 ** random.nextInt(Math.min(2, most), most));
  }

  override canShrinkWithoutContext(value: unknown): value is Schedule {
    return value instanceof Schedule;
  }

  override shrink({ detours }: Schedule, context: unknown): Stream<Value<Schedule>> {
    return new Stream(asValues(simplerLists(detours, simplerDetours, context === SHRUNK)));
  }
}

function drawTake(random: Random): Detour['take'] {
  return random.nextInt(1, TIME_ONE_IN) === 1 ? 'time' : random.nextInt(1, TAKES);
}

/** Lower choices, then earlier ones, but none before those that come before. */
function* simplerDetours({ at, take }: Detour, before: readonly Detour[]): Generator<Detour> {
  if (take === 'time') yield { at, take: 1 };
  else for (const lower of lowerNumbers(take, 1)) yield { at, take: lower };
  const last = before.at(-1);
  for (const earlier of lowerNumbers(at, last ? last.at + 1 : 0)) yield { at: earlier, take };
}

function* asValues(lists: Iterable<readonly Detour[]>): Generator<Value<Schedule>> {
  for (const list of lists) yield new Value(new Schedule(list), SHRUNK);
}
