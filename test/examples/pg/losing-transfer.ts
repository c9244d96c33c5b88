import type { Pool } from 'pg';

/** Reads a balance, then writes a new one. */
async function change(pool: Pool, id: string, amount: number): Promise<void> {
  const { rows } = await pool.query('select balance from account where id = $1', [id]);
  await pool.query('update account set balance = $1 where id = $2', [rows[0].balance + amount, id]);
}

export async function transfer(pool: Pool, from: string, to: string, amount: number): Promise<void> {
  await change(pool, from, -amount);
  await change(pool, to, amount);
}
