import { type Chooser, keyOf, type Option, type RandomStream } from '../kernel/index.ts';
import { random } from './random.ts';
import { statementOf } from './statement.ts';
import type { LearningStrategy, Strategy } from './strategy.ts';
import { lettingTimePass, type StepChooser } from './time.ts';

/** One in so many runs is of no parent. */
const FRESH_ONE_IN = 4;
/** How many steps of a parent are moved at most. */
const MOST_MOVES = 4;
/** So many runs are kept, the newest of those that showed something new. */
const MOST_KEPT = 200;

/**
 * Keeps the orders of steps of runs that showed something new, and moves a few steps of one of them: elsewhere in the
 * order, and all others as they were. New is that a step follows one of another actor directly that none like it has
 * followed before. This is coverage-guided fuzzing, whose input is the order of steps.
 *
 * Its runs depend on those before, so it is no part of the portfolio: the same seed gives the same run only in the same
 * campaign. Steps of the parent are known by their keys, and not by the indexes of choices: a step that was moved does
 * not change what all choices after it mean. Steps that the parent does not know come anywhere in what is left of it.
 */
export const guided: Strategy = {
  name: 'guided',
  summary: 'moves a few steps of runs that showed something new; a run depends on those before',
  chooser: (stream) => new Guided().chooser(stream),
  begin: () => new Guided(),
};

class Guided implements LearningStrategy {
  readonly name = guided.name;
  readonly summary = guided.summary;
  readonly #seen = new Set<string>();
  /** Keys of the steps of runs that showed something new, in order. */
  readonly #kept: (readonly string[])[] = [];
  readonly #runs = new WeakMap<Chooser, Recorder>();

  chooser(stream: RandomStream): Chooser {
    const parent = stream.below(FRESH_ONE_IN) === 0 ? undefined : this.#kept[stream.below(this.#kept.length)];
    const inner = parent
      ? lettingTimePass(this.name, stream, following(mutated(parent, stream), stream))
      : random.chooser(stream);
    const recorder = new Recorder();
    const chooser: Chooser = {
      name: this.name,
      choose: (decision) => inner.choose(decision),
      willStep(option) {
        inner.willStep?.(option);
        recorder.willStep(option);
      },
    };
    this.#runs.set(chooser, recorder);
    return chooser;
  }

  learn(served: Chooser): void {
    const run = this.#runs.get(served);
    if (!run) return;
    const known = this.#seen.size;
    for (const pair of run.pairs) this.#seen.add(pair);
    if (this.#seen.size === known) return;
    this.#kept.push(run.order);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
  }
}

/** Remembers the order of a run's steps, and which of them followed each other. */
class Recorder {
  readonly order: string[] = [];
  readonly pairs = new Set<string>();
  #last: { readonly thread: number; readonly what: string } | undefined;

  willStep(option: Option): void {
    const { thread } = option;
    if (thread < 0) return;
    this.order.push(keyOf(option));
    const what = statementOf(option);
    if (this.#last && this.#last.thread !== thread) this.pairs.add(`${this.#last.what} > ${what}`);
    this.#last = { thread, what };
  }
}

/** An order with a few of its steps moved, each to any place. */
function mutated(parent: readonly string[], stream: RandomStream): readonly string[] {
  const order = [...parent];
  for (let moves = 1 + stream.below(MOST_MOVES); moves > 0; moves -= 1) {
    const [moved] = order.splice(stream.below(order.length), 1);
    if (moved !== undefined) order.splice(stream.below(order.length + 1), 0, moved);
  }
  return order;
}

/** Takes the step that comes first in an order. Those that it does not know come anywhere in what is left of it. */
function following(order: readonly string[], stream: RandomStream): StepChooser {
  const places = new Map(order.map((key, place) => [key, place]));
  let reached = 0;
  const placeOf = (step: Option): number => {
    const key = keyOf(step);
    const place = places.get(key) ?? reached + stream.fraction() * Math.max(order.length - reached, 1);
    places.set(key, place);
    return place;
  };
  return {
    choose(steps) {
      const sought = steps.map(placeOf);
      const first = Math.min(...sought);
      reached = Math.max(reached, first);
      return sought.indexOf(first);
    },
  };
}
