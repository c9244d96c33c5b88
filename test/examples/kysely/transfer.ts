import type { Bank } from './bank.ts';

/** Lets the database do the sum, in one statement. */
async function change(db: Bank, id: string, amount: number): Promise<void> {
  await db
    .updateTable('account')
    .set((account) => ({ balance: account('balance', '+', amount) }))
    .where('id', '=', id)
    .execute();
}

export async function transfer(db: Bank, from: string, to: string, amount: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await change(transaction, from, -amount);
    await change(transaction, to, amount);
  });
}
