import type { Json } from '../../../src/events/index.ts';

/** What a workflow does, as data: small enough to be drawn at random, and JSON, so that it is its own input. */
export type Program =
  | { readonly type: 'sequence' | 'parallel' | 'race'; readonly parts: readonly Program[] }
  /** What is thrown is told instead. */
  | { readonly type: 'attempt'; readonly part: Program }
  | Awaited
  /** A task that nobody awaits. */
  | { readonly type: 'forget'; readonly task: Step }
  /** Begins something, does something else, then cancels the former and awaits it. */
  | { readonly type: 'giveUp'; readonly awaited: Awaited; readonly meanwhile: Program }
  | { readonly type: 'promise'; readonly name: string; readonly timeoutMs: number }
  | { readonly type: 'signal' | 'drain'; readonly name: string }
  | { readonly type: 'operation'; readonly isFailing: boolean }
  | { readonly type: 'set' | 'get' | 'clear'; readonly key: string }
  | { readonly type: 'now' | 'cancelled' | 'fail' };

/** What can be cancelled. */
export type Awaited =
  | Step
  | { readonly type: 'sleep'; readonly ms: number }
  | { readonly type: 'child'; readonly program: Program };

/** A task that fails so many times before it succeeds, or for good. */
export type Step = { readonly type: 'task'; readonly failures: number; readonly isHopeless: boolean };

export type ProgramInput = { readonly program: Program; readonly input: Json };
export type StepInput = Omit<Step, 'type'> & { readonly value: Json };

/** How often a step is tried again. */
export const RETRIES = 2;

/** What a step makes of its value. Short, however often it is done. */
export function stepped(value: Json): string {
  return `${JSON.stringify(value).slice(-24)}!`;
}

/** How a step must end. */
export function endOfStep({
  value,
  failures,
  isHopeless,
}: StepInput):
  | { readonly output: Json }
  | { readonly error: { readonly name: string; readonly message: string } } {
  if (isHopeless) return { error: { name: 'NonRetryableError', message: 'hopeless' } };
  if (failures <= RETRIES) return { output: stepped(value) };
  return { error: { name: 'Error', message: `attempt ${RETRIES + 1}` } };
}
