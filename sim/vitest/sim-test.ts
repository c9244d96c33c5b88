import { test } from 'vitest';
import { divergenceText, failureText } from '../../reports/index.ts';
import { NondeterminismError } from '../campaign/index.ts';
import {
  type ActorBody,
  simulate,
  type SimulateOptions,
  type SimulateResult,
  SimulationFailedError,
} from '../simulate/index.ts';

/** How a test is simulated; it has its name already. */
export type SimTestOptions = Omit<SimulateOptions, 'name'> & {
  /** Milliseconds that the test may take; 60,000 by default. */
  readonly timeout?: number;
};

/** Declares a test. */
export type SimTest = (name: string, options: SimTestOptions, body: ActorBody<unknown>) => void;

function simTestBy(declare: typeof test | typeof test.fails): SimTest {
  return (name, { timeout = 60_000, ...options }, body) => {
    declare(name, { timeout }, async ({ task, skip }) => {
      const result = await explained(simulate({ ...options, name: task.fullTestName ?? name }, body));
      if (result.runs === 0) skip('SKEIN_REPLAY asks for a run of another simulation');
      const [failure] = result.failures;
      if (!failure) return;
      const command = `npx vitest run ${task.file.name}`;
      throw new SimulationFailedError(failureText(result, failure, { command }), failure);
    });
  };
}

/** Adds to an error of two runs that differ what it is in which they do. */
async function explained(simulated: Promise<SimulateResult>): Promise<SimulateResult> {
  try {
    return await simulated;
  } catch (error) {
    if (error instanceof NondeterminismError) error.message += `\n${divergenceText(error)}`;
    throw error;
  }
}

/**
 * Declares a test that runs its body under many schedules: {@link simulate}, in a vitest suite. It fails with the
 * interleaving of the first run that failed, and the command that replays it.
 */
export const simTest: SimTest & {
  readonly only: SimTest;
  readonly skip: SimTest;
  /** Must fail: for a bug that is known, and must still be found. */
  readonly fails: SimTest;
} = Object.assign(simTestBy(test), {
  only: simTestBy(test.only),
  skip: simTestBy(test.skip),
  fails: simTestBy(test.fails),
});
