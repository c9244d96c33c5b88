import type { Sql } from '../ports/index.ts';

/**
 * Claims a key for an owner, atomically: of several concurrent claims one wins, the others wait for its transaction.
 * A key that has expired is as good as free.
 *
 * @returns the key's owner, the caller's if it won, and whether the key was free.
 */
export async function claimIdempotencyKey(
  sql: Sql,
  claim: { scope: string; key: string; owner: string },
): Promise<{ readonly owner: string; readonly isNew: boolean }> {
  const claimed = await sql.query(
    `insert into idempotency_key (scope, key, owner) values ($1, $2, $3)
     on conflict (scope, key) do update set owner = excluded.owner, expires_at = excluded.expires_at
       where idempotency_key.expires_at <= now()
     returning owner`,
    [claim.scope, claim.key, claim.owner],
  );
  if (claimed.length === 1) return { owner: claim.owner, isNew: true };
  const rows = await sql.query<{ owner: string }>(
    'select owner from idempotency_key where scope = $1 and key = $2',
    [claim.scope, claim.key],
  );
  const owner = rows[0]?.owner;
  if (owner === undefined)
    throw new Error(`idempotency key ${claim.scope}/${claim.key} vanished while it was claimed`);
  return { owner, isNew: false };
}

/** Whether somebody holds a key, and may do so still. */
export async function isKeyHeld(sql: Sql, scope: string, key: string): Promise<boolean> {
  const rows = await sql.query(
    'select owner from idempotency_key where scope = $1 and key = $2 and expires_at > now()',
    [scope, key],
  );
  return rows.length === 1;
}

/**
 * Removes keys that have expired, at most so many. They are looked for before, and once: a subquery that locks rows may be
 * run for each row, and then finds others each time.
 *
 * @returns how many.
 */
export async function deleteExpiredKeys(sql: Sql, limit: number): Promise<number> {
  const rows = await sql.query(
    `with expired as materialized (
       select scope, key from idempotency_key where expires_at <= now()
       order by expires_at, scope, key limit $1 for update skip locked
     )
     delete from idempotency_key using expired
     where idempotency_key.scope = expired.scope and idempotency_key.key = expired.key
     returning idempotency_key.scope`,
    [limit],
  );
  return rows.length;
}
