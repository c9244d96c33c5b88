/** A test of PostgreSQL's isolation suite: what sessions do, and in which orders. */
export type Spec = {
  /** Run before each permutation, each sent on its own. */
  readonly setups: readonly string[];
  /** Run after each permutation. */
  readonly teardown: string | undefined;
  readonly sessions: readonly SpecSession[];
  /** The orders to try. None: every interleaving of the sessions' steps. */
  readonly permutations: readonly Permutation[];
};

/** What one session does. */
export type SpecSession = {
  readonly name: string;
  readonly setup: string | undefined;
  readonly steps: readonly Step[];
  readonly teardown: string | undefined;
};

/** Statements that a session sends at once. */
export type Step = {
  readonly name: string;
  readonly sql: string;
  /** The place of its session among the spec's. */
  readonly session: number;
};

/** Steps in the order of their sending. */
export type Permutation = readonly PlannedStep[];

/** A step at its place in a permutation. */
export type PlannedStep = {
  readonly step: Step;
  /** The step is not told as completed before all of these hold. */
  readonly conditions: readonly Condition[];
};

export type Condition =
  /** It has been told as waiting once, whether it had to wait or not. */
  | { readonly kind: 'told-as-waiting' }
  /** The other step is not under way. */
  | { readonly kind: 'completed'; readonly other: Step }
  /** The other step's session has said so many notices since this step was sent. */
  | { readonly kind: 'notices'; readonly other: Step; readonly count: number };

/** Steps that no permutation has, by name: the tester warns of them. None if all interleavings are tried. */
export function unusedSteps({ sessions, permutations }: Spec): readonly Step[] {
  if (permutations.length === 0) return [];
  const used = new Set(permutations.flat().map(({ step }) => step));
  const steps = sessions.flatMap((session) => session.steps).filter((step) => !used.has(step));
  return steps.sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
}
