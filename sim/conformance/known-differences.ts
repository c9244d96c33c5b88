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
 * 18.4; the specs are those of 18.6, which has some for what it repairs. The others are limitations of the target.
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
  {
    target: 'postgres',
    spec: 'async-notify',
    reason: 'the target delivers no notifications',
  },
  {
    target: 'postgres',
    spec: 'cluster-conflict-partition',
    reason: 'client_min_messages has no effect on the target: warnings are told',
  },
  {
    target: 'postgres',
    spec: 'deadlock-parallel',
    reason: 'the target has no parallel workers, which do not tell that they wait',
  },
  {
    target: 'postgres',
    spec: 'drop-index-concurrently-1',
    reason: 'without autovacuum CREATE INDEX does not count rows, and another plan is chosen',
  },
  {
    target: 'postgres',
    spec: 'eval-plan-qual',
    reason: 'without autovacuum CREATE INDEX does not count rows, and another plan is chosen',
  },
  {
    target: 'postgres',
    spec: 'prepared-transactions-cic',
    reason: 'the target ends no wait by lock_timeout',
  },
  {
    target: 'postgres',
    spec: 'read-only-anomaly-3',
    reason: 'the target refuses DEFERRABLE transactions',
  },
  {
    target: 'postgres',
    spec: 'timeouts',
    reason: 'the target ends no wait by a timeout',
  },
  {
    target: 'pglite',
    spec: 'alter-table-4',
    reason: 'a statement that waited before it was planned looks for the children of a table again',
  },
  {
    target: 'pglite',
    spec: 'ddl-dependency-locking',
    reason:
      'a statement that waited looks names up again: what was dropped is unknown, and not "concurrently dropped"',
  },
  {
    target: 'pglite',
    spec: 'deadlock-parallel',
    reason: 'the target has no parallel workers',
  },
  {
    target: 'pglite',
    spec: 'eval-plan-qual',
    reason: 'the target plans without sequential and bitmap scans, and another plan is chosen',
  },
  {
    target: 'pglite',
    spec: 'insert-conflict-specconflict',
    reason: 'a statement that waits several times calls its functions again each time',
  },
  {
    target: 'pglite',
    spec: 'intra-grant-inplace',
    reason: 'the catalogue is updated in place while a GRANT of another session is under way',
  },
  {
    target: 'pglite',
    spec: 'partition-concurrent-attach',
    reason: 'a statement that waited looks for the partition of a row again',
  },
  {
    target: 'pglite',
    spec: 'partition-drop-index-locking',
    reason: 'pg_stat_activity does not show what other sessions execute',
  },
  {
    target: 'pglite',
    spec: 'timeouts',
    reason: 'the target ends no wait by a timeout',
  },
];
