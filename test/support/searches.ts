import {
  type Access,
  type Actor,
  type Footprint,
  RandomRoot,
  type RequestedStep,
  type RunEnd,
} from '../../sim/kernel/index.ts';
import { Search, type Strategy, strategyNamed } from '../../sim/strategy/index.ts';
import { type Bodies, play, type PlayOptions, step } from './simulations.ts';

/** A strategy that there is. */
export function strategy(name: string): Strategy {
  const found = strategyNamed(name);
  if (!found) throw new Error(`there is no strategy ${name}`);
  return found;
}

/** A step that touches these things, and no others. */
export function touching(label: string, ...footprint: Footprint): RequestedStep<string> {
  return { ...step(label), footprint: () => footprint };
}

/** Changes a row of table `t`. */
export function writes(key: string): Access {
  return { space: 't', key, mode: 'write' };
}

/** An actor that takes these steps one after the other. */
export function taking(...steps: readonly RequestedStep<string>[]): (actor: Actor) => Promise<void> {
  return async (actor) => {
    for (const each of steps) await actor.step(each);
  };
}

/** So many steps of which nothing is known, named `a1`, `a2`, … */
export function plain(name: string, count: number): readonly RequestedStep<string>[] {
  return Array.from({ length: count }, (_, index) => step(`${name}${index + 1}`));
}

/** So many steps that touch nothing, named `a1`, `a2`, … */
export function aside(name: string, count: number): readonly RequestedStep<string>[] {
  return Array.from({ length: count }, (_, index) => touching(`${name}${index + 1}`));
}

/** Runs of a program under a strategy, one for each of the seeds `0`, `1`, `2`, … */
export async function search(
  name: string,
  bodies: () => Bodies,
  runs: number,
  options: Omit<PlayOptions, 'chooser' | 'seed'> = {},
): Promise<readonly RunEnd[]> {
  const searching = new Search(strategy(name));
  const ends: RunEnd[] = [];
  for (let seed = 0; seed < runs; seed += 1) {
    ends.push(
      await searching.run('plan', String(seed), (each, makeChooser) =>
        play(bodies(), { ...options, seed: each, chooser: makeChooser(new RandomRoot(each)) }),
      ),
    );
  }
  return ends;
}

/** Labels of the steps that a run took, in order. */
export function labelsOf({ trace }: RunEnd): readonly string[] {
  return trace.steps.flatMap(({ detail }) => ('label' in detail ? [String(detail.label)] : []));
}

/** How often each order of the steps with labels that match occurred among runs, by that order. */
export function ordersOf(runs: readonly RunEnd[], pattern = /./): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const run of runs) {
    const order = labelsOf(run)
      .filter((label) => pattern.test(label))
      .join(' ');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  return counts;
}

/** The share of runs in which steps with these labels were taken in this order, whatever came between. */
export function shareOf(runs: readonly RunEnd[], ...labels: readonly string[]): number {
  const hits = runs.filter((run) => {
    const order = labelsOf(run);
    const places = labels.map((label) => order.indexOf(label));
    return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  });
  return hits.length / runs.length;
}
