import { isDeepStrictEqual } from 'node:util';
import { asJson } from '../../src/events/index.ts';

/** A client of a scenario got another result than it must. */
export class UnexpectedResultError extends Error {
  override readonly name = 'UnexpectedResultError';

  constructor(what: string, actual: unknown, expected: string) {
    super(`${what} is ${JSON.stringify(actual)}, and must be ${expected}`);
  }
}

/** @throws {UnexpectedResultError} unless both are the same JSON, whatever the order of keys. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(asJson(actual), asJson(expected))) return;
  throw new UnexpectedResultError(what, actual, JSON.stringify(expected));
}
