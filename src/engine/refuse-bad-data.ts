import { SqlError } from '../ports/index.ts';
import { EngineError } from './engine-error.ts';

/** Class 22 of SQLSTATEs: data exceptions, for example text with a NUL character. Asking again would not help. */
const DATA_EXCEPTION = /^22/;

/**
 * Makes an operation say plainly that a request's data cannot be stored.
 *
 * @throws {EngineError} INVALID_ARGUMENT from the operation, where the database refused a value.
 */
export function refuseBadData<Ports, Request, Response>(
  name: string,
  operation: (ports: Ports, request: Request) => Promise<Response>,
): (ports: Ports, request: Request) => Promise<Response> {
  const refuse = (error: unknown): never => {
    if (!(error instanceof SqlError) || !DATA_EXCEPTION.test(error.code)) throw error;
    throw new EngineError(
      'INVALID_ARGUMENT',
      name,
      `${name}: the database cannot hold this: ${error.message}`,
    );
  };
  return (ports, request) => operation(ports, request).catch(refuse);
}
