/** Under which circumstances a statement had to wait. */
export type Circumstances = {
  /** In a PL/pgSQL block with an EXCEPTION clause: a subtransaction of its own. */
  readonly isInBlock: boolean;
  /** The whole transaction has one snapshot: REPEATABLE READ. */
  readonly hasOneSnapshot: boolean;
};

const UPSERT = /\bon\s+conflict\b[^]*\bdo\s+update\b/i;
const ROW_LOCK = /\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b/i;

/**
 * What may come out otherwise than on PostgreSQL because a statement that waited is executed again from its beginning,
 * where PostgreSQL goes on from the middle.
 */
export function divergencesOf(text: string, { isInBlock, hasOneSnapshot }: Circumstances): readonly string[] {
  const told: string[] = [];
  if (isInBlock) told.push('waited in a block with exceptions, whose locks are free meanwhile');
  // If that row is deleted meanwhile, PostgreSQL refuses; again, the statement inserts.
  if (hasOneSnapshot && UPSERT.test(text))
    told.push('waited for the row that it conflicts with, and will look for one again');
  // PostgreSQL goes on to wait for whoever changes the row after that, and only then refuses.
  if (hasOneSnapshot && ROW_LOCK.test(text))
    told.push('waited to lock a row, and will not wait for later versions');
  return told.map((what) => `${what}: ${text}`);
}
