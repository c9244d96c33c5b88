import { create, type MessageShape } from '@bufbuild/protobuf';
import type { ConnectRouter, HandlerContext, ServiceImpl } from '@connectrpc/connect';
import { type CallContext, EngineError, type Operations } from '../engine/index.ts';
import { GRANT } from './authentication.ts';
import { toConnectError } from './error-detail.ts';
import { SkeinService } from './generated/skein/v1/skein_pb.ts';
import { requireNamespace } from './permission.ts';
import { type InputOf, type OperationName, type OutputOf, type Route, ROUTES } from './route/index.ts';

/** Told of what went wrong in the server itself: callers are not told more than that it did. */
export type OnError = (error: unknown, operation: OperationName) => void;

/**
 * Serves operations through a router of Connect: `connectNodeAdapter({ routes: routes(operations) })`.
 *
 * @param onError told of failures that are not the caller's
 */
export function routes(
  operations: Operations,
  onError: OnError = () => undefined,
): (router: ConnectRouter) => void {
  const names = Object.keys(ROUTES) as readonly OperationName[]; // as the type says
  const handlers = names.map((name) => [name, handler(name, operations, onError)]);
  // Every method of the service has an operation of its name, as the type of the routes says.
  const service = Object.fromEntries(handlers) as ServiceImpl<typeof SkeinService>;
  return (router) => {
    router.service(SkeinService, service);
  };
}

function handler<Name extends OperationName>(name: Name, operations: Operations, onError: OnError) {
  const route: Route<Name> = ROUTES[name];
  const output: OutputOf<Name> = SkeinService.method[name].output;
  type Call = (request: unknown, context: CallContext) => Promise<never>; // the route of a name has that operation's types
  const operation = operations[name].bind(operations) as Call;
  return async (message: MessageShape<InputOf<Name>>, { values, signal }: HandlerContext) => {
    try {
      const { namespace } = values.get(GRANT) ?? {};
      let request = route.request.toValue(message, '');
      if (namespace !== undefined) {
        requireNamespace(namespace, route.names(request));
        request = route.within?.(request, namespace) ?? request;
      }
      const response = await inTime(signal, () => operation(request, { signal }));
      return create(
        output,
        told(() => route.response.toWire(response, '')),
      );
    } catch (error) {
      if (!(error instanceof EngineError) && !signal.aborted) onError(error, name);
      throw toConnectError(name, error);
    }
  };
}

/** An answer that no message can carry is the server's fault, not the request's. */
function told<Message>(write: () => Message): Message {
  try {
    return write();
  } catch (cause) {
    throw new Error('the answer cannot be written as a message', { cause });
  }
}

/** Waits for an answer until the call is over: its deadline has passed, or whoever called has gone. */
async function inTime<Answer>(signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error); // Connect aborts with its own errors
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([ask(), over]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
