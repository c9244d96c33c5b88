import type { DescMethodUnary, MessageShape } from '@bufbuild/protobuf';
import type { Transport } from '@connectrpc/connect';
import { type CallContext, EngineError, type Operations } from '../engine/index.ts';
import { fromConnectError } from './error-detail.ts';
import { SkeinService } from './generated/skein/v1/skein_pb.ts';
import {
  type OperationName,
  type OutputOf,
  type RequestOf,
  type ResponseOf,
  type Route,
  ROUTES,
} from './route/index.ts';
import { RpcError } from './rpc-error.ts';

export type CallOptions = {
  /** How long a call may take, in milliseconds, besides what its request has the server wait; for ever, if absent. */
  readonly timeoutMs?: number;
  /** Ends all calls, and those to come. */
  readonly signal?: AbortSignal;
};

/**
 * The engine of a server, through a transport of Connect. Its operations reject with the {@link EngineError} that the
 * server's engine refused with, or with an {@link RpcError} where a call came to nothing.
 */
export function operationsOver(transport: Transport, options: CallOptions = {}): Operations {
  const names = Object.keys(ROUTES) as readonly OperationName[]; // as the type says
  const calls = names.map((name) => [name, caller(name, transport, options)]);
  return Object.fromEntries(calls) as Operations; // each name with the operation of that name
}

function caller<Name extends OperationName>(
  name: Name,
  transport: Transport,
  { timeoutMs, signal }: CallOptions,
): (request: RequestOf<Name>, context?: CallContext) => Promise<ResponseOf<Name>> {
  const route: Route<Name> = ROUTES[name];
  // The route of a name has the types of that method's messages.
  const method = SkeinService.method[name] as unknown as DescMethodUnary;
  return async (request, context = {}) => {
    const linked = eitherOf(signal, context.signal);
    const waited = 'waitMs' in request ? (request.waitMs ?? 0) : 0; // what the server waits, it does not take
    const deadline = timeoutMs === undefined ? undefined : timeoutMs + waited;
    const message = route.request.toWire(request, '');
    let answer: unknown;
    try {
      answer = (await transport.unary(method, linked.signal, deadline, undefined, message)).message;
    } catch (error) {
      throw fromConnectError(name, error, linked.signal?.aborted ?? false);
    } finally {
      linked.release();
    }
    try {
      // The method's own output, which the transport has read as such.
      return route.response.toValue(answer as MessageShape<OutputOf<Name>>, '');
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const what = `${name}: the server's answer is not understood: ${error.message}`;
      throw new RpcError('INTERNAL', name, what, { cause: error });
    }
  };
}

/** A signal that is aborted with either. AbortSignal.any would stay tied to those that live on after the call. */
function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined) {
  if (!one || !other) return { signal: one ?? other, release: () => undefined };
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const each of [one, other]) {
    if (each.aborted) abort();
    else each.addEventListener('abort', abort);
  }
  const release = (): void => {
    for (const each of [one, other]) each.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, release };
}
