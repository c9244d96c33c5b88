import { type Footprint, type Option, races, type RandomStream } from '../kernel/index.ts';
import { random } from './random.ts';
import { statementOf } from './statement.ts';
import type { Strategy } from './strategy.ts';
import { lettingTimePass, type StepChooser } from './time.ts';
import { drawWindow, type Window } from './window.ts';

/** Choices in which somebody is held although others go on: these may do so for ever. */
const PATIENCE = 100;
/** One run in so many holds whoever comes to the window's end every other time alone: the first time may be too soon. */
const LAX_ONE_IN = 4;
/** How often time passes for somebody who is held: whoever they are held for may be asleep. */
const NAPS = 2;

/**
 * Has others change a row after somebody has looked at it and before they change it. A run is about one {@link Window},
 * drawn from those of the pilot run: whoever comes to its end is held there, until nobody else can go on; then those who
 * were overtaken go, one after the other, and act on what is no longer so. Whoever is about to enter it is held until
 * somebody is at its end, so that they do not come too soon. All else is at random.
 *
 * Race-directed testing: hold a step that races until the one comes that it races with. Sen, "Race Directed Random Testing
 * of Concurrent Programs" (PLDI 2008). What is looked for is a look, a change by somebody else, and a change, of which no
 * serial order is made: Lu, Tucek, Qin, Zhou, "AVIO" (ASPLOS 2006); Park, Lu, Zhou, "CTrigger" (ASPLOS 2009).
 *
 * Deviations:
 * - They take pairs of accesses from a race detector, and hold the first; here the first is let be, the end of the window
 *   is held, and so are the steps with which others begin to change the row. A statement is held
 *   wherever it comes up, but for one run in four, in which it is held every other time.
 * - Which of two steps that met goes first they draw. Here it is always the one that overtakes: the other order is what
 *   all other strategies find.
 * - A statement's footprint says what it may change. One that is overtaken overtakes nobody: most often it is refused.
 * - Where all that could step is held at entries, time passes, twice for each of them: that is more than with others.
 * - Somebody held goes on, at random, when only they are left, and after so many choices. Where there is no window, as
 *   far as footprints are known, it is `random`.
 */
export const overtake: Strategy = {
  name: 'overtake',
  summary:
    'has others change a row between the look and the change of somebody, at a place drawn for the run',
  needsProfile: true,
  chooser(stream, profile) {
    const window = profile && drawWindow(profile, stream);
    if (!window) return { ...random.chooser(stream), name: 'overtake' };
    return lettingTimePass('overtake', stream, new Overtaking(stream, window));
  },
};

/** Steps that are ready: those at the window's end, those that would enter it too soon, and all others. */
type Sorted = { readonly ends: Option[]; readonly entries: Option[]; readonly others: Option[] };

/** A step that is held at the window's end, as far as it must be known later. */
type Held = Pick<Option, 'request' | 'thread' | 'footprint'>;

class Overtaking implements StepChooser {
  readonly #random: RandomStream;
  readonly #window: Window;
  #atEnd: readonly Held[] = [];
  /** Requests that are held, and that somebody has overtaken. */
  readonly #overtaken = new Set<number>();
  /** Threads that have entered once. */
  readonly #entered = new Set<number>();
  /** Choices in which a request was held, and naps it has taken. */
  readonly #held = new Map<number, number>();
  readonly #naps = new Map<number, number>();

  readonly #isLax: boolean;
  /** Requests at the window's end, and whether they are held. */
  readonly #isHeld = new Map<number, boolean>();
  /** What requests are instances of; each is asked about at every choice as long as it waits. */
  readonly #statements = new Map<number, string>();

  constructor(random: RandomStream, window: Window) {
    this.#random = random;
    this.#window = window;
    this.#isLax = random.below(LAX_ONE_IN) === 0;
  }

  choose(steps: readonly Option[]): number {
    const { ends, entries, others } = this.#sort(steps);
    this.#atEnd = ends.map(({ request, thread, footprint }) => ({ request, thread, footprint }));
    const impatient = [...ends, ...entries].filter(({ request }) => count(this.#held, request) > PATIENCE);
    const overtaken = ends.filter(({ request }) => this.#overtaken.has(request));
    const due =
      [[...others, ...impatient], overtaken, entries, ends].find(({ length }) => length > 0) ?? steps;
    const step = due[this.#random.below(due.length)];
    return step ? steps.indexOf(step) : 0;
  }

  wantsTime(steps: readonly Option[]): boolean {
    const { entries } = this.#sort(steps);
    if (entries.length < steps.length) return false;
    return entries.filter(({ request }) => count(this.#naps, request) <= NAPS).length > 0;
  }

  willStep(option: Option): void {
    const { space, entries } = this.#window;
    if (entries.has(statementOf(option))) this.#entered.add(option.thread);
    if (this.#overtaken.has(option.request)) return;
    const inSpace = (footprint: Footprint = []): Footprint =>
      footprint.filter((each) => each.space === space);
    const changes = inSpace(option.footprint).filter(({ mode }) => mode === 'write');
    if (changes.length === 0) return;
    for (const { request, thread, footprint } of this.#atEnd) {
      // A transaction may begin with something else: then nobody knows yet which row it is about.
      const touched = inSpace(footprint);
      const isConcerned = touched.length === 0 || races(changes, touched);
      if (thread !== option.thread && isConcerned) this.#overtaken.add(request);
    }
  }

  #statementOf(step: Option): string {
    let statement = this.#statements.get(step.request);
    if (statement === undefined) {
      statement = statementOf(step);
      this.#statements.set(step.request, statement);
    }
    return statement;
  }

  #holds({ request }: Option): boolean {
    const isHeld = this.#isHeld.get(request) ?? !(this.#isLax && this.#random.below(2) === 0);
    this.#isHeld.set(request, isHeld);
    return isHeld;
  }

  #sort(steps: readonly Option[]): Sorted {
    const sorted: Sorted = { ends: [], entries: [], others: [] };
    const { end, entries } = this.#window;
    for (const step of steps) {
      const statement = this.#statementOf(step);
      if (statement === end && this.#holds(step)) sorted.ends.push(step);
      else if (entries.has(statement) && !this.#entered.has(step.thread)) sorted.entries.push(step);
      else sorted.others.push(step);
    }
    if (sorted.ends.length > 0) sorted.others.push(...sorted.entries.splice(0));
    return sorted;
  }
}

/** Counts one more. @returns how many there are now */
function count(counts: Map<number, number>, request: number): number {
  const sum = (counts.get(request) ?? 0) + 1;
  counts.set(request, sum);
  return sum;
}
