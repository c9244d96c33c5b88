import type { Clock, Sql } from '../ports/index.ts';
import { reasonOf } from './startup-error.ts';

/** How long the database may take to answer a question that costs nothing, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Whether a server can serve calls: it has started, it is not stopping, and its database answers. */
export function readiness({ sql, clock }: { readonly sql: Sql; readonly clock: Clock }) {
  let refusal: string | undefined = 'the server is starting';
  return {
    /** From now on it is the database alone that decides. */
    allow(): void {
      refusal = undefined;
    },
    refuse(reason: string): void {
      refusal = reason;
    },
    /** Why it is not ready; undefined if it is. */
    async reason(): Promise<string | undefined> {
      if (refusal !== undefined) return refusal;
      const patience = clock.alarm(PATIENCE_MS);
      try {
        const late = patience.rung.then(() => `the database has not answered for ${PATIENCE_MS} ms`);
        const answer = sql.query('select 1 as one').then(
          () => undefined,
          (error: unknown) => `the database does not answer: ${reasonOf(error)}`,
        );
        return await Promise.race([answer, late]);
      } finally {
        patience.ring();
      }
    },
  };
}
