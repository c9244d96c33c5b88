import { eq } from 'drizzle-orm';
import { account, type Bank } from './bank.ts';

type Transaction = Parameters<Parameters<Bank['transaction']>[0]>[0];

/** Reads a balance and locks its row, then writes a new one. */
async function change(db: Transaction, id: string, amount: number): Promise<void> {
  const [found] = await db.select().from(account).where(eq(account.id, id)).for('update');
  if (!found) throw new Error(`there is no account ${id}`);
  await db
    .update(account)
    .set({ balance: found.balance + amount })
    .where(eq(account.id, id));
}

export async function transfer(db: Bank, from: string, to: string, amount: number): Promise<void> {
  await db.transaction(async (transaction) => {
    await change(transaction, from, -amount);
    await change(transaction, to, amount);
  });
}
