/** A client lost its connection, and nobody hears its `error` event. In production that ends the process. */
export class UnheardLossError extends Error {
  override readonly name = 'UnheardLossError';

  private constructor(cause: Error) {
    super(
      `a client lost its connection, and nobody hears its "error" event (${cause.message}): in production that ends ` +
        "the process. Whoever has a client from pool.connect() calls client.on('error', …)",
      { cause },
    );
  }

  /** What was thrown by an event of a client that is lost, told in these words if that is that nobody hears it. */
  static from(thrown: unknown): unknown {
    const isUnheard = thrown instanceof Error && thrown.message === LOST;
    return isUnheard ? new UnheardLossError(thrown) : thrown;
  }
}

/** What node-postgres' client says of a connection that somebody else has ended. */
const LOST = 'Connection terminated unexpectedly';
