import { eq } from 'drizzle-orm';
import { account, type Bank } from './bank.ts';

/** Reads a balance, then writes a new one. */
async function change(db: Bank, id: string, amount: number): Promise<void> {
  const [found] = await db.select().from(account).where(eq(account.id, id));
  if (!found) throw new Error(`there is no account ${id}`);
  await db
    .update(account)
    .set({ balance: found.balance + amount })
    .where(eq(account.id, id));
}

export async function transfer(db: Bank, from: string, to: string, amount: number): Promise<void> {
  await change(db, from, -amount);
  await change(db, to, amount);
}
