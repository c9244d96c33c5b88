import type { Permutation, Spec, SpecSession, Step } from './spec.ts';

/** The orders that a spec asks for, one after the other: those it names, else every interleaving of its sessions. */
export function permutationsOf({ permutations, sessions }: Spec): Iterable<Permutation> {
  return permutations.length > 0 ? permutations : interleavings(sessions);
}

/** Every interleaving, in the tester's order: the first session goes on as long as it can before another does. */
function* interleavings(sessions: readonly SpecSession[]): Generator<Permutation> {
  for (const steps of merges(sessions.map((session) => session.steps))) {
    yield steps.map((step) => ({ step, conditions: [] }));
  }
}

/** Every way to take all steps from the piles, each from its top. */
function* merges(piles: readonly (readonly Step[])[]): Generator<readonly Step[]> {
  let isEmpty = true;
  for (const [index, [first, ...rest]] of piles.entries()) {
    if (!first) continue;
    isEmpty = false;
    for (const merged of merges(piles.with(index, rest))) yield [first, ...merged];
  }
  if (isEmpty) yield [];
}
