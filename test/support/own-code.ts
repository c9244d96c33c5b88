import { afterAll, beforeAll } from 'vitest';
import {
  type ActorBody,
  simulate,
  type SimulateFailure,
  type SimulateOptions,
  type SimulateResult,
} from '../../sim/simulate/index.ts';
import { PGliteTarget, type Target } from '../../sim/target/index.ts';

/** Boots one target for all tests of a file. @returns how to get at it from hooks and tests. */
export function bootedTarget(schema: string): () => Target {
  let target: Target | undefined;
  beforeAll(async () => {
    target = await PGliteTarget.boot({ schema: [schema] });
  });
  afterAll(() => target?.close());
  return () => {
    if (!target) throw new Error('the target is booted only while tests run');
    return target;
  };
}

/** What a body returns in a single run. @throws what the run failed with */
export async function inRun<Result>(
  target: Target,
  body: ActorBody<Result>,
  options: SimulateOptions = {},
): Promise<Result> {
  let returned: { readonly value: Result } | undefined;
  const { failures } = await simulate({ target, runs: 1, ...options }, async (world) => {
    returned = { value: await body(world) };
  });
  const [failure] = failures;
  if (failure) throw failure.error;
  if (!returned) throw new Error('the body was not run');
  return returned.value;
}

/** The first failure of a simulation that must have one. */
export function failureOf({ failures, runs }: SimulateResult): SimulateFailure {
  const [failure] = failures;
  if (!failure) throw new Error(`none of ${runs} runs has failed`);
  return failure;
}
