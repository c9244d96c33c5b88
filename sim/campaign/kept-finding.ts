import { z } from 'zod';
import { isFaultName } from '../fault/index.ts';
import type { Deviation } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { ForeignRecordingError, planOf } from './replay.ts';
import { decodeToken, type Recording } from './replay-token.ts';
import { type RunResult, type Violation } from './run.ts';
import { signatureOf, tolerantly } from './shrink-run.ts';

/** Who, what, which time, and what goes wrong with it. */
const Step = z.union([
  z.tuple([z.string(), z.string(), z.number().int()]),
  z.tuple([z.string(), z.string(), z.number().int(), z.string()]),
]);

/** A finding as a file keeps it, for people to read. */
export const KeptFile = z.strictObject({
  schema: z.literal(1),
  label: z.string().min(1),
  scenario: z.string(),
  size: z.strictObject({
    tasks: z.number().int().positive(),
    workers: z.number().int().nonnegative(), // some scenarios play worker by hand
    servers: z.number().int().positive(),
  }),
  seed: z.string(),
  defect: z.string().nullable(),
  faults: z.array(z.string()),
  /** All that sets the schedule apart from the default: `take` comes before `before`. */
  deviations: z.array(
    z.strictObject({ before: Step, take: Step, nth: z.number().int().positive().optional() }),
  ),
  /** Law and shape of what it broke when it was kept. */
  signature: z.string(),
  /** Replays it strictly, on the build that it was kept by. */
  token: z.string(),
});

/** A finding that is run again, and again. */
export type KeptFinding = z.infer<typeof KeptFile>;

/** What a kept finding came to on the code as it is. */
export type KeptOutcome =
  /** As it should: the engine holds, or a planted defect still breaks its law. */
  | { readonly type: 'as it should' }
  /** It breaks a law, and no defect is planted. */
  | { readonly type: 'broken'; readonly run: RunResult; readonly violation: Violation }
  /** A defect is planted, and does not break its law in this run any more. */
  | { readonly type: 'unseen'; readonly why: string }
  /** The code has changed so much that it cannot be run. */
  | { readonly type: 'meaningless'; readonly why: string };

/** Describes a finding so that it can be kept. */
export function keep(
  label: string,
  recording: Recording,
  token: string,
  deviations: readonly Deviation[],
  signature: string,
): KeptFinding {
  const { scenario, tasks, workers, servers, seed, defect = null, faults } = recording;
  const size = { tasks, workers, servers };
  const kept = deviations.map(({ before, take, ...nth }) => ({
    before: Step.parse(JSON.parse(before)),
    take: Step.parse(JSON.parse(take)),
    ...nth,
  }));
  return {
    schema: 1,
    label,
    scenario,
    size,
    seed,
    defect,
    faults: [...(faults?.names ?? [])],
    deviations: kept,
    signature,
    token,
  };
}

/** Runs a kept finding on the code as it is: tolerantly, for what it was kept by has changed since. */
export async function runKept(target: Target, kept: KeptFinding): Promise<KeptOutcome> {
  const deviations = kept.deviations.map(({ before, take, nth }) => ({
    before: JSON.stringify(before),
    take: JSON.stringify(take),
    ...(nth === undefined ? {} : { nth }),
  }));
  let plan: ReturnType<typeof planOf>;
  try {
    plan = planOf(recordingOf(kept));
  } catch (error) {
    if (!(error instanceof ForeignRecordingError)) throw error;
    return { type: 'meaningless', why: error.message };
  }
  const { run, tolerated } = await tolerantly(target, plan, deviations);
  const [violation] = run.violations;
  if (kept.defect === null) {
    return violation
      ? { type: 'broken', run, violation }
      : meaningOf(tolerated.missed.length, deviations.length);
  }
  const law = kept.signature.split(':')[0] ?? '';
  if (run.violations.some((each) => each.law.name === law)) return { type: 'as it should' };
  const { missed } = tolerated;
  const found = signatureOf(run) ?? 'every law holds';
  const why = `${missed.length} of ${deviations.length} deviations mean nothing any more; ${found}, and ${law} should be broken`;
  return { type: 'unseen', why };
}

/** What is in the file counts; only how many faults may happen is told by the token alone. */
function recordingOf({ token, size, scenario, seed, defect, faults }: KeptFinding): Recording {
  const recording = decodeToken(token);
  const names = faults.filter(isFaultName);
  const unknown = faults.find((name) => !isFaultName(name));
  if (unknown !== undefined) throw new ForeignRecordingError(`this build has no fault ${unknown}`);
  const scope = recording.faults && names.length > 0 ? { names, most: recording.faults.most } : undefined;
  return { ...recording, ...size, scenario, seed, defect: defect ?? undefined, faults: scope };
}

/** A run that holds because nothing of it is left says nothing. */
function meaningOf(missed: number, all: number): KeptOutcome {
  if (missed < all || all === 0) return { type: 'as it should' };
  return { type: 'meaningless', why: 'none of its deviations means anything any more' };
}
