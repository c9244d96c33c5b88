import { EscapedSimulationError } from '../../kernel/index.ts';
import { ReplayDivergedError } from '../../strategy/index.ts';
import { NondeterminismError, type RepeatedRun } from '../nondeterminism-error.ts';
import type { RepeatedRunData, Undecided } from './messages.ts';

/** A run in another thread did something that no seed decides. The message is that of the error that it was there. */
export class UndecidedRunError extends Error {
  override readonly name = 'UndecidedRunError';
}

/** The error as data, if it says that a run is not decided by its seed; undefined for every other one. */
export function undecidedOf(error: unknown): Undecided | undefined {
  if (error instanceof NondeterminismError) {
    const { message, stack, first, second } = error;
    return { message, stack, runs: [dataOf(first), dataOf(second)] };
  }
  if (error instanceof EscapedSimulationError || error instanceof ReplayDivergedError) {
    const { message, stack } = error;
    return { message, stack, runs: undefined };
  }
  return undefined;
}

/** The error that was made data of, or one that stands for it. */
export function errorOf({ message, stack, runs }: Undecided): Error {
  if (runs) return new NondeterminismError(runOf(runs[0]), runOf(runs[1]));
  const error = new UndecidedRunError(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function dataOf({ plan, hash, trace }: RepeatedRun): RepeatedRunData {
  // What a step holds need not be such that it could be given to another thread; what is compared of it is its JSON.
  const steps = JSON.parse(JSON.stringify(trace.steps)) as RepeatedRunData['steps'];
  return { seed: plan.seed, scenario: plan.scenario.name, hash, steps };
}

function runOf({ seed, scenario, hash, steps }: RepeatedRunData): RepeatedRun {
  return { plan: { seed, scenario: { name: scenario } }, hash, trace: { steps } };
}
