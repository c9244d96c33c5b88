import type { Pool } from 'pg';

/** Adds to an account, and tries again when the connection is lost. */
export async function credit(pool: Pool, id: string, amount: number): Promise<void> {
  for (;;) {
    try {
      await pool.query('update account set balance = balance + $1 where id = $2', [amount, id]);
      return;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('Connection terminated'))) throw error;
    }
  }
}
