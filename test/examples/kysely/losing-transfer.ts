import type { Bank } from './bank.ts';

/** Reads a balance, then writes a new one. */
async function change(db: Bank, id: string, amount: number): Promise<void> {
  const account = db.selectFrom('account').select('balance').where('id', '=', id);
  const { balance } = await account.executeTakeFirstOrThrow();
  await db
    .updateTable('account')
    .set({ balance: balance + amount })
    .where('id', '=', id)
    .execute();
}

export async function transfer(db: Bank, from: string, to: string, amount: number): Promise<void> {
  await change(db, from, -amount);
  await change(db, to, amount);
}
