/** The command line, the environment or a file that they name is wrong; the message says what, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
