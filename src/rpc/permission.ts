import { EngineError } from '../engine/index.ts';
import type { Naming, OperationName, Right } from './route/index.ts';
import { ROUTES } from './route/index.ts';
import type { Grant } from './token.ts';

/**
 * Refuses an operation that a token does not allow.
 *
 * @throws {EngineError} PERMISSION_DENIED
 */
export function requireRight({ rights }: Grant, operation: OperationName): void {
  const wanted: readonly Right[] = [...ROUTES[operation].rights, 'admin'];
  if (wanted.some((right) => rights.includes(right))) return;
  const [first] = wanted;
  throw new EngineError('PERMISSION_DENIED', operation, `${operation}: the token has no right "${first}"`);
}

/**
 * Refuses a request that names what is outside of a namespace.
 *
 * @throws {EngineError} PERMISSION_DENIED
 */
export function requireNamespace(namespace: string, names: readonly Naming[]): void {
  for (const [field, value] of names) {
    if (value.startsWith(`${namespace}/`)) continue;
    throw new EngineError('PERMISSION_DENIED', value, `${field}: must begin with "${namespace}/"`);
  }
}
