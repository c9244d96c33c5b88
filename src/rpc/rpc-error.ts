/** Why a call came to nothing, where it is not the engine that refused it. */
export type RpcErrorCode =
  /** The server, or its database, cannot be reached or is too busy. */
  | 'UNAVAILABLE'
  /** The server failed; its log says why. */
  | 'INTERNAL'
  /** The call took longer than it may. It may have had its effect. */
  | 'DEADLINE_EXCEEDED'
  /** The call was given up on this side. It may have had its effect. */
  | 'CANCELLED';

/** A call came to nothing, and it is not known whether it had its effect. Calls may be repeated without harm. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  /** What was called, for example `startWorkflow`. */
  readonly operation: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(
    code: RpcErrorCode,
    operation: string,
    message: string,
    facts: { readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.operation = operation;
    this.retryable = facts.retryable ?? (code === 'UNAVAILABLE' || code === 'DEADLINE_EXCEEDED');
  }
}
