import { EPOCH, host, RandomRoot } from '../kernel/index.ts';
import type { Target, World } from '../target/index.ts';
import { cleanUp } from './clean-up.ts';
import { type Difference, differences } from './compare.ts';
import { KNOWN_DIFFERENCES, type KnownDifference } from './known-differences.ts';
import { parseSpec } from './parse-spec.ts';
import { type Patience, realPatience } from './patience.ts';
import { permutationsOf } from './permutations.ts';
import { runSpec } from './run-spec.ts';
import type { SpecFile } from './spec-files.ts';

/** How a spec came out on a target. */
export type SpecOutcome = { readonly spec: string } & (
  | {
      readonly kind: 'passed';
      readonly permutations: number;
      /** Why it was thought that it would not. */
      readonly wasKnown: string | undefined;
    }
  /** The output is not as expected. */
  | {
      readonly kind: 'failed';
      readonly permutations: number;
      readonly differences: readonly Difference[];
    }
  /** The output is not as expected, and that is known. */
  | { readonly kind: 'known'; readonly reason: string; readonly differences: readonly Difference[] }
  /** The target said that it cannot do what the spec asks. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** There was no output to compare. */
  | { readonly kind: 'broken'; readonly problem: string }
);

export type ConformancePlan = {
  readonly target: Target;
  readonly specs: readonly SpecFile[];
  readonly patience?: Patience;
  readonly known?: readonly KnownDifference[];
};

const FEATURE_NOT_SUPPORTED = '0A000';

/** Longer than any spec of PostgreSQL waits for what time alone brings: a timeout, the discovery of a deadlock. */
const PATIENCE_MS = 30_000;

/** Runs specs one after the other, each in a clean database. */
export function* conformance({
  target,
  specs,
  patience = realPatience(target.limitations.some(({ feature }) => feature === 'timeouts') ? 0 : PATIENCE_MS),
  known = KNOWN_DIFFERENCES,
}: ConformancePlan): Generator<SpecOutcome> {
  for (const file of specs) {
    const spec = file.name;
    const reason = known.find((each) => each.target === target.name && each.spec === spec)?.reason;
    target.reset(hostWorld(spec));
    cleanUp(target, patience);
    yield { spec, ...judge(file, target, patience, reason) };
  }
}

type Judgement = SpecOutcome extends infer Outcome
  ? Outcome extends unknown
    ? Omit<Outcome, 'spec'>
    : never
  : never;

/** Runs a spec, and compares. Of several expected outputs the one with the fewest differences is shown. */
function judge(
  { name, text, expected }: SpecFile,
  target: Target,
  patience: Patience,
  reason: string | undefined,
): Judgement {
  try {
    const spec = parseSpec(text);
    const { output, errors } = runSpec(spec, name, target, patience);
    const found = expected.map((each) => differences(each, output));
    const [closest] = found.toSorted((left, right) => left.length - right.length);
    if (!closest) return { kind: 'broken', problem: 'there is no expected output' };
    const permutations = [...permutationsOf(spec)].length;
    if (closest.length === 0) return { kind: 'passed', permutations, wasKnown: reason };
    const refusal = errors.find(({ code, isByTarget }) => isByTarget && code === FEATURE_NOT_SUPPORTED);
    if (refusal) return { kind: 'refused', reason: refusal.message };
    if (reason !== undefined) return { kind: 'known', reason, differences: closest };
    return { kind: 'failed', permutations, differences: closest };
  } catch (error) {
    return { kind: 'broken', problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The specs are no run: time passes as it does for everybody, so that whatever waits for it comes to an end. */
function hostWorld(seed: string): World {
  const start = host.monotonicMs();
  return {
    now: () => EPOCH + Math.floor(host.monotonicMs() - start),
    entropy: new RandomRoot(seed).stream('entropy'),
  };
}
