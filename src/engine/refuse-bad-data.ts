import { SqlError } from '../ports/index.ts';
import { EngineError } from './engine-error.ts';

/** Class 22 of SQLSTATEs: data exceptions, for example text with a NUL character. 23514: a check on a column. */
const BAD_VALUE = /^(?:22|23514)/;
const UNIQUE_VIOLATION = '23505';
/** Two events with one number are nobody's request: the engine itself would have failed. */
const HISTORY = 'workflow_event_pkey';

/**
 * Makes an operation say plainly that a request's data cannot be stored: asking again would not help.
 *
 * @throws {EngineError} INVALID_ARGUMENT from the operation, where the database refused a value.
 */
export function refuseBadData<Ports, Request, Response>(
  name: string,
  operation: (ports: Ports, request: Request) => Promise<Response>,
): (ports: Ports, request: Request) => Promise<Response> {
  const refuse = (error: unknown): never => {
    if (!(error instanceof SqlError) || !isRequestsFault(error)) throw error;
    throw new EngineError(
      'INVALID_ARGUMENT',
      name,
      `${name}: the database cannot hold this: ${error.message}`,
    );
  };
  return (ports, request) => operation(ports, request).catch(refuse);
}

function isRequestsFault({ code, constraint }: SqlError): boolean {
  return BAD_VALUE.test(code) || (code === UNIQUE_VIOLATION && constraint !== HISTORY);
}
