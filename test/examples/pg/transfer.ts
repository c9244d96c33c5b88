import type { Pool, PoolClient } from 'pg';

/** Reads a balance and locks its row, then writes a new one. */
async function change(client: PoolClient, id: string, amount: number): Promise<void> {
  const { rows } = await client.query('select balance from account where id = $1 for update', [id]);
  await client.query('update account set balance = $1 where id = $2', [rows[0].balance + amount, id]);
}

export async function transfer(pool: Pool, from: string, to: string, amount: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await change(client, from, -amount);
    await change(client, to, amount);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
