/** Something that a server needs cannot be had. The message says what, and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** Does a step of a server's start. @throws {StartupError} that says which one failed, and why */
export async function starting<Result>(what: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw new StartupError(`${what}: ${reasonOf(error)}`, { cause: error });
  }
}

/** An error in one line. One of several addresses that failed stands for all: `localhost` often is two. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (message || code || 'it does not say why').split('\n')[0] ?? '';
}

/** A URL as it may be shown to anybody: without its password. */
export function withoutSecrets(url: string): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  for (const name of Array.from(shown.searchParams.keys())) {
    if (/password|secret|token/i.test(name)) shown.searchParams.set(name, '***');
  }
  return shown.href;
}
