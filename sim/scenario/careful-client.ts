import { EngineError, type Operations } from '../../src/engine/index.ts';
import { type Clock, SqlError } from '../../src/ports/index.ts';
import { isUnavailable } from '../../src/rpc/index.ts';
import { LostCallError } from '../network/index.ts';

/** Before a call is made again, in milliseconds. */
const PAUSE_MS = 100;
/** SQLSTATE of a page that could not be read: it may be the next time. */
const IO_ERROR = '58030';

type Request = Readonly<Record<string, unknown>>;

/**
 * The operations as a careful client calls them: whatever must not be done twice under a key, and again until there is
 * an answer.
 *
 * @param name what keys begin with
 */
export function careful(operations: Operations, clock: Clock, name: string): Operations {
  let calls = 0;
  const entries = Object.entries(operations).map(([operation, call]) => [
    operation,
    async (request: Request) => {
      calls += 1;
      const keyed = withKey(operation, request, `${name}/${calls}`);
      for (;;) {
        try {
          return await (call as (request: Request) => Promise<unknown>)(keyed); // as that operation has it
        } catch (error) {
          if (operation === 'deleteSchedule' && isGone(error)) return {};
          if (!isPassing(error)) throw error;
          await clock.sleep(PAUSE_MS);
        }
      }
    },
  ]);
  return Object.fromEntries(entries) as Operations; // each name with the operation of that name
}

/** What was to be deleted is not there: an earlier try has done it. */
function isGone(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'NOT_FOUND';
}

/** Whether a call may be answered if it is made again. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof LostCallError ||
    isUnavailable(error) ||
    (error instanceof SqlError && error.code === IO_ERROR)
  );
}

function withKey(operation: string, request: Request, key: string): Request {
  switch (operation) {
    case 'startWorkflow':
    case 'startTask':
    case 'signalWorkflow':
      return { idempotencyKey: key, ...request };
    case 'signalWithStart':
      return { ...request, signal: { idempotencyKey: key, ...(request['signal'] as Request) } };
    default:
      return request;
  }
}
