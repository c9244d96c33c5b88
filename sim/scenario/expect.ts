/** A client of a scenario got another result than it must. */
export class UnexpectedResultError extends Error {
  override readonly name = 'UnexpectedResultError';

  constructor(what: string, actual: unknown, expected: string) {
    super(`${what} is ${JSON.stringify(actual)}, and must be ${expected}`);
  }
}

/** @throws {UnexpectedResultError} unless both are the same JSON. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  const text = JSON.stringify(expected);
  if (JSON.stringify(actual) !== text) throw new UnexpectedResultError(what, actual, text);
}
