import { host } from '../kernel/index.ts';
import { UnheardLossError } from '../pg/index.ts';
import { type ActorFailure, MAIN } from './world.ts';

/** A promise was rejected, and nobody waited for it. In production that ends the process. */
export class UnhandledRejectionError extends Error {
  override readonly name = 'UnhandledRejectionError';

  constructor(cause: unknown) {
    super(`a promise that nobody waits for was rejected: ${String(cause)}`, { cause });
  }
}

/** Sees promises that a run has rejected and nobody waited for; Node tells of them when the run's macrotask is over. */
export class RejectionWatch {
  failure: ActorFailure | undefined;
  readonly #listener = (reason: unknown): void => {
    const error = reason instanceof UnheardLossError ? reason : new UnhandledRejectionError(reason);
    this.failure ??= { actor: MAIN, error };
  };

  constructor() {
    process.on('unhandledRejection', this.#listener);
  }

  async end(): Promise<void> {
    await new Promise<void>((resolve) => {
      host.setImmediate(resolve);
    });
    process.off('unhandledRejection', this.#listener);
  }
}
