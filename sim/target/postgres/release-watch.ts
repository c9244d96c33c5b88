import type { Statement } from '../target.ts';
import type { TransactionStatus } from '../wire.ts';

/** Statements that release locks though a transaction is open afterwards, or locks that are not their session's. */
const RELEASES =
  /\b(?:rollback|chain|discard|prepared|pg_terminate_backend|pg_cancel_backend)\b|pg_advisory_unlock/i;
/** What a function can do of that, unseen by whoever reads the statement that calls it. */
const HIDES_RELEASE = /pg_advisory_unlock|pg_terminate_backend|pg_cancel_backend/i;
const SIGNALS = /\b(?:pg_terminate_backend|pg_cancel_backend)\b/i;
const MAKES_FUNCTION = /\bcreate\b/i;

/**
 * Whether a statement that was answered at once can have let others go on. Nobody waits for a lock that was taken by
 * the same statement, and all others are held to the end of a transaction, or released by name.
 */
export class ReleaseWatch {
  #isHidden: boolean;

  /** @param schema which may make functions that release locks */
  constructor(schema: readonly string[]) {
    this.#isHidden = schema.some((text) => HIDES_RELEASE.test(text));
  }

  /** Whether a statement can have ended the backends or the statements of other sessions. */
  maySignal({ text }: Statement): boolean {
    return SIGNALS.test(text);
  }

  /**
   * @param before how the session's transaction stood before the statement
   * @param after how it stands now
   */
  mayRelease(
    { text, isScript = false }: Statement,
    before: TransactionStatus,
    after: TransactionStatus,
  ): boolean {
    if (MAKES_FUNCTION.test(text) && HIDES_RELEASE.test(text)) this.#isHidden = true;
    if (this.#isHidden || isScript || RELEASES.test(text)) return true;
    return after === 'E' || (before !== 'I' && after === 'I');
  }
}
