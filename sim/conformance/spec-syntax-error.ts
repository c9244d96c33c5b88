/** A spec is not what the isolation tester's README says a spec is. */
export class SpecSyntaxError extends Error {
  override readonly name = 'SpecSyntaxError';
  /** Counted from 1. */
  readonly line: number;

  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
    this.line = line;
  }
}
