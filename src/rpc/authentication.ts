import { createContextKey, type Interceptor } from '@connectrpc/connect';
import { EngineError } from '../engine/index.ts';
import { toConnectError } from './error-detail.ts';
import { requireRight } from './permission.ts';
import { type OperationName, ROUTES } from './route/index.ts';
import { type Token, tokenFinder } from './token.ts';
import type { Grant } from './token.ts';

/** What whoever calls may do; everything, if nobody asks for tokens. */
export const GRANT = createContextKey<Grant | undefined>(undefined);

/**
 * Lets only those call who bring a known token (`authorization: Bearer …`, RFC 6750) with a right that the operation
 * needs. Namespaces are looked at once the request has been read.
 */
export function authentication(tokens: readonly Token[]): Interceptor {
  const find = tokenFinder(tokens);
  return (next) => (call) => {
    const { localName } = call.method;
    try {
      const token = /^Bearer +([^\s]+) *$/i.exec(call.header.get('authorization') ?? '')?.[1];
      const grant = token === undefined ? undefined : find(token);
      if (!grant) {
        const what = token === undefined ? 'a bearer token is needed' : 'the bearer token is not known';
        throw new EngineError('UNAUTHENTICATED', 'authorization', `${localName}: ${what}`);
      }
      if (isOperation(localName)) requireRight(grant, localName);
      call.contextValues.set(GRANT, grant);
    } catch (error) {
      throw toConnectError(localName, error);
    }
    return next(call);
  };
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(ROUTES, name);
}
