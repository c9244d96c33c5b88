import type { Chooser, Decision, Option } from '../kernel/index.ts';

/** One step of a run: who took it, and who could have. */
type Moment = { readonly stepped: number; readonly able: ReadonlySet<number> };

/** From when on a chain could have stepped, when it stepped last, and how often it did. */
type Chain = { thread: number; begins: number; ends: number; steps: number };

/**
 * Watches a run to tell how many steps its concurrent threads have, for {@link countSchedules}. A thread that another
 * one starts and waits for, such as a call's handler, is one chain with it; what runs alone is left out.
 */
export class ChainWatch implements Chooser {
  readonly #chooser: Chooser;
  readonly #moments: Moment[] = [];
  #able: ReadonlySet<number> | undefined;

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(decision: Decision): number {
    const ready = decision.options.slice(0, decision.plain).filter(({ isTime }) => !isTime);
    this.#able = new Set(ready.map(({ thread }) => thread));
    return this.#chooser.choose(decision);
  }

  willStep(option: Option): void {
    this.#chooser.willStep?.(option);
    if (option.thread >= 0)
      this.#moments.push({ stepped: option.thread, able: this.#able ?? new Set([option.thread]) });
    this.#able = undefined;
  }

  /** Steps of each chain, the longest first. */
  chains(): readonly number[] {
    const chains = this.#threads();
    // Handlers of handlers first: whoever begins later is part of whoever began before.
    for (const chain of chains.toReversed()) {
      const caller = chains.find(({ thread }) => thread === this.#moments[chain.begins - 1]?.stepped);
      if (!caller || caller === chain || !this.#waitsFor(caller, chain)) continue;
      caller.steps += chain.steps;
      chains.splice(chains.indexOf(chain), 1);
    }
    return chains
      .filter((chain) => chains.some((other) => other !== chain && overlap(chain, other)))
      .map(({ steps }) => steps)
      .toSorted((one, other) => other - one);
  }

  #threads(): Chain[] {
    const chains = new Map<number, Chain>();
    for (const [at, { stepped, able }] of this.#moments.entries()) {
      for (const thread of able) {
        const chain = chains.get(thread) ?? { thread, begins: at, ends: at, steps: 0 };
        if (thread === stepped) {
          chain.steps += 1;
          chain.ends = at;
        }
        chains.set(thread, chain);
      }
    }
    return [...chains.values()].filter(({ steps }) => steps > 0);
  }

  /** Whether a thread could not step while another one was there that it had started, and could right after it. */
  #waitsFor(caller: Chain, callee: Chain): boolean {
    const meanwhile = this.#moments.slice(callee.begins, callee.ends + 1);
    const after = this.#moments[callee.ends + 1];
    return meanwhile.every(({ able }) => !able.has(caller.thread)) && after?.able.has(caller.thread) === true;
  }
}

function overlap(one: Chain, other: Chain): boolean {
  return one.begins <= other.ends && other.begins <= one.ends;
}
