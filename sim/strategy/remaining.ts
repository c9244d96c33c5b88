import type { Option, RandomStream } from '../kernel/index.ts';
import { Lineage, type Thread } from './lineage.ts';

/** Threads that could step now, with those that came from them. Undefined as key: those that came from nobody. */
type Tree = {
  readonly ready: ReadonlyMap<Thread, readonly Option[]>;
  readonly children: ReadonlyMap<Thread | undefined, readonly Thread[]>;
};

/**
 * What threads have still before them, and the draw of one in proportion to it.
 *
 * A thread stands for all that comes from it: as long as a call is handled, the caller waits, and what the two have
 * before them is one sequence. Therefore the draw descends from threads to those that came from them: between threads
 * that came from the same one, by what each has before it with all of its own. Where a thread forks others and joins
 * them, that is the number of interleavings exactly (linear extensions of series-parallel orders are counted by
 * multinomials of the sizes of their parallel parts).
 */
export class Remaining {
  readonly lineage = new Lineage();
  readonly #expected: ReadonlyMap<string, number>;
  readonly #isCounted: (option: Option) => boolean;
  /** Steps that counted, of each thread and of all that came from it. */
  readonly #taken = new Map<Thread, number>();

  /**
   * @param expected steps that count, by kind of thread, see {@link stepsByKind}; 1 for kinds that are not in it
   * @param isCounted whether a step counts
   */
  constructor(expected: ReadonlyMap<string, number>, isCounted: (option: Option) => boolean) {
    this.#expected = expected;
    this.#isCounted = isCounted;
  }

  /** To be told of every step before it is taken. */
  willStep(option: Option): void {
    const stepped = this.lineage.willStep(option);
    if (!stepped || !this.#isCounted(option)) return;
    for (let thread: Thread | undefined = stepped; thread; thread = thread.parent) {
      this.#taken.set(thread, (this.#taken.get(thread) ?? 0) + 1);
    }
  }

  /** Draws one of the steps, in proportion to what their threads have before them. @returns its index. */
  draw(steps: readonly Option[], random: RandomStream): number {
    const tree = this.#tree(steps);
    let at: Thread | undefined;
    for (;;) {
      const children: readonly Thread[] = tree.children.get(at) ?? [];
      const weights = children.map((child) => this.#ahead(child, tree));
      const own = at && tree.ready.get(at);
      if (at && own) {
        const others = weights.reduce((sum, weight) => sum + weight, 0);
        weights.push(Math.max(this.#least(own), this.#ahead(at, tree) - others));
      }
      const index = draw(weights, random);
      const child = children[index];
      if (child) at = child;
      else return steps.indexOf(pick(own ?? steps, random));
    }
  }

  /** Threads with steps that are ready, and their ancestors, as far as one of these is not dead or asleep. */
  #tree(steps: readonly Option[]): Tree {
    const ready = new Map<Thread, Option[]>();
    const children = new Map<Thread | undefined, Thread[]>();
    const seen = new Set<Thread>();
    for (const step of steps) {
      const first = this.lineage.threadOf(step);
      const others = ready.get(first);
      if (others) others.push(step);
      else ready.set(first, [step]);
      for (let thread: Thread | undefined = first; thread && !seen.has(thread); thread = thread.parent) {
        seen.add(thread);
        const siblings = children.get(thread.parent);
        if (siblings) siblings.push(thread);
        else children.set(thread.parent, [thread]);
      }
    }
    return { ready, children };
  }

  /** What a thread has before it, with all that came from it and could step: as expected, and what there is at least. */
  #ahead(thread: Thread, tree: Tree): number {
    const own = tree.ready.get(thread);
    let least = own ? this.#least(own) : 0;
    for (const child of tree.children.get(thread) ?? []) least += this.#ahead(child, tree);
    const expected = this.#expected.get(thread.kind) ?? 1;
    return Math.max(least, expected - (this.#taken.get(thread) ?? 0));
  }

  #least(steps: readonly Option[]): number {
    return steps.filter(this.#isCounted).length;
  }
}

function pick(steps: readonly Option[], random: RandomStream): Option {
  const step = steps[random.below(steps.length)];
  if (!step) throw new Error('a draw without steps');
  return step;
}

/** Draws an index in proportion to weights; any of them, if all are 0. */
function draw(weights: readonly number[], random: RandomStream): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return random.below(weights.length);
  if (weights.length === 1) return 0;
  let left = random.fraction() * total;
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
