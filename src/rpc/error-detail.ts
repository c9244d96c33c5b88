import { Code, ConnectError } from '@connectrpc/connect';
import { EngineError, type EngineErrorCode } from '../engine/index.ts';
import { ErrorCode, type ErrorDetail, ErrorDetailSchema } from './generated/skein/v1/skein_pb.ts';
import { RpcError, type RpcErrorCode } from './rpc-error.ts';
import { isUnavailable } from './unavailable.ts';

/** How the engine's refusals are told in the words of RPC. */
const REFUSALS: { readonly [Each in EngineErrorCode]: Code } = {
  INVALID_ARGUMENT: Code.InvalidArgument,
  NOT_FOUND: Code.NotFound,
  ALREADY_EXISTS: Code.AlreadyExists,
  UNAUTHENTICATED: Code.Unauthenticated,
  PERMISSION_DENIED: Code.PermissionDenied,
  RESOURCE_EXHAUSTED: Code.ResourceExhausted,
};
const FAILURES = {
  UNAVAILABLE: Code.Unavailable,
  INTERNAL: Code.Internal,
  DEADLINE_EXCEEDED: Code.DeadlineExceeded,
} as const;

/**
 * What a caller is told of an error. Refusals are told as they are; of anything else only whether asking again may help:
 * what statements and stacks say is for the server's log.
 */
export function toConnectError(operation: string, error: unknown): ConnectError {
  if (error instanceof EngineError) {
    const { code, subject, message } = error;
    return withDetail(message, REFUSALS[code], { code: ErrorCode[code], subject, retryable: false });
  }
  const { code, message, retryable } = error instanceof RpcError ? error : explained(operation, error);
  if (code === 'CANCELLED') return new ConnectError(message, Code.Canceled);
  return withDetail(message, FAILURES[code], { code: ErrorCode[code], subject: operation, retryable });
}

function explained(operation: string, error: unknown): RpcError {
  if (error instanceof ConnectError && error.code === Code.DeadlineExceeded) {
    return new RpcError('DEADLINE_EXCEEDED', operation, `${operation}: the call's deadline passed`);
  }
  if (error instanceof ConnectError && (error.code === Code.Canceled || error.code === Code.Aborted)) {
    return new RpcError('CANCELLED', operation, `${operation}: the call was given up`);
  }
  return isUnavailable(error)
    ? new RpcError('UNAVAILABLE', operation, `${operation}: the database cannot be reached or is too busy`)
    : new RpcError('INTERNAL', operation, `${operation}: the server failed; its log says why`);
}

function withDetail(
  message: string,
  code: Code,
  value: Pick<ErrorDetail, 'code' | 'subject' | 'retryable'>,
): ConnectError {
  const detail = { ...value, subject: printable(value.subject) };
  return new ConnectError(printable(message), code, undefined, [{ desc: ErrorDetailSchema, value: detail }]);
}

/** Statuses travel in headers, which are short, and encoded, which halves of surrogate pairs cannot be. */
function printable(text: string): string {
  return text.slice(0, LONGEST).replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

const LONGEST = 2_000;

/**
 * What the server refused, as the engine would have refused it here; or that the call came to nothing.
 *
 * @param isGivenUp whether it was given up on this side
 */
export function fromConnectError(
  operation: string,
  thrown: unknown,
  isGivenUp: boolean,
): EngineError | RpcError {
  const error = ConnectError.from(thrown);
  const { rawMessage: message } = error;
  const [detail] = error.findDetails(ErrorDetailSchema);
  const refusal = detail && REFUSAL_CODES.find((code) => ErrorCode[code] === detail.code);
  if (refusal) return new EngineError(refusal, detail.subject, message);
  // Whoever reads a message that is too large never comes to know what it is about.
  if (error.code === Code.ResourceExhausted && /larger than|readMaxBytes/.test(message)) {
    return new EngineError('RESOURCE_EXHAUSTED', operation, `${operation}: ${message}`);
  }
  // A server that goes away amid a call has its streams closed, which looks as if somebody had given up.
  const isLost = error.code === Code.Canceled && !isGivenUp;
  const code = isLost ? 'UNAVAILABLE' : (FAILURE_CODES.get(error.code) ?? 'INTERNAL');
  const facts = { cause: thrown, ...(detail ? { retryable: detail.retryable } : {}) };
  return new RpcError(code, operation, detail ? message : `${operation}: ${message}`, facts);
}

const REFUSAL_CODES = Object.keys(REFUSALS) as readonly EngineErrorCode[]; // as the type says
const FAILURE_CODES: ReadonlyMap<Code, RpcErrorCode> = new Map([
  [Code.Unavailable, 'UNAVAILABLE'],
  [Code.ResourceExhausted, 'UNAVAILABLE'],
  [Code.Aborted, 'UNAVAILABLE'],
  [Code.DeadlineExceeded, 'DEADLINE_EXCEEDED'],
  [Code.Canceled, 'CANCELLED'],
]);
