/** Where a target is known to answer otherwise than PostgreSQL's expected output. */
export type KnownDifference = {
  /** The target's name. */
  readonly target: string;
  readonly spec: string;
  /** Why, in a few words. */
  readonly reason: string;
};

/**
 * Each of these is told with every report, and when it is a difference no longer. The server of target `postgres` is
 * 18.4; the specs are those of 18.6, which has some for what it repairs.
 */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    target: 'postgres',
    spec: 'ddl-dependency-locking',
    reason: 'repaired in 18.6: what an object depends on can be dropped while the object is made',
  },
  {
    target: 'postgres',
    spec: 'drop-owned-grant',
    reason: 'repaired in 18.6: DROP OWNED keeps the lock of a role membership, with a warning',
  },
  {
    target: 'postgres',
    spec: 'eval-plan-qual-trigger',
    reason:
      'repaired in 18.6: RETURNING OLD tells old values after a concurrent update, if there is a trigger',
  },
  {
    target: 'postgres',
    spec: 'pub-concurrent-drop',
    reason: 'repaired in 18.6: listing the tables of a publication fails if one is dropped meanwhile',
  },
];
