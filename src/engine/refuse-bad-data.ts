import { SqlError } from '../ports/index.ts';
import { EngineError } from './engine-error.ts';

/** Class 22 of SQLSTATEs: data exceptions, for example text with a NUL character. Asking again would not help. */
const DATA_EXCEPTION = /^22/;

/**
 * Makes an operation say plainly that a request's data cannot be stored.
 *
 * @throws {EngineError} INVALID_ARGUMENT from the operation, where the database refused a value.
 */
export function refuseBadData<Request, Response>(
  name: string,
  operation: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await operation(request);
    } catch (error) {
      if (!(error instanceof SqlError) || !DATA_EXCEPTION.test(error.code)) throw error;
      throw new EngineError(
        'INVALID_ARGUMENT',
        name,
        `${name}: the database cannot hold this: ${error.message}`,
      );
    }
  };
}
