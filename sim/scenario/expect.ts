import { isDeepStrictEqual } from 'node:util';
import { asJson } from '../../src/events/index.ts';
import type { Hazards } from './scenario.ts';

/** A client of a scenario got another result than it must. */
export class UnexpectedResultError extends Error {
  override readonly name = 'UnexpectedResultError';

  constructor(what: string, actual: unknown, expected: string) {
    super(`${what} is ${JSON.stringify(actual)}, and must be ${expected}`);
  }
}

/**
 * Where something may go wrong, a call may have been made twice: then it may say so the first time.
 *
 * @throws {UnexpectedResultError} unless `actual` is one of the answers, or REPEATED where that is no surprise
 */
export function expectAnswer(
  what: string,
  actual: string,
  expected: readonly string[],
  { isFaulty }: Hazards,
): void {
  if (expected.includes(actual) || (isFaulty && actual === 'REPEATED')) return;
  throw new UnexpectedResultError(what, actual, expected.join(' or '));
}

/** @throws {UnexpectedResultError} unless both are the same JSON, whatever the order of keys. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(asJson(actual), asJson(expected))) return;
  throw new UnexpectedResultError(what, actual, JSON.stringify(expected));
}
