/** Mutants that change nothing that anybody could notice, and why. */
export type Equivalent = { readonly mutants: readonly string[]; readonly argument: string };

/** Every mutant that is known to change nothing. */
export const EQUIVALENTS: readonly Equivalent[] = [];
