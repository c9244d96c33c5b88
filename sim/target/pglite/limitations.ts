import type { Limitation } from '../target.ts';

/** What this target cannot do as PostgreSQL does. */
export const LIMITATIONS: readonly Limitation[] = [
  {
    feature: 'timeouts',
    reason: 'time stands still while a statement is executed: no timeout ends it, and pg_sleep is refused',
  },
  {
    feature: 'temporary-tables',
    reason: 'sessions share the memory that temporary tables would lie in',
  },
  {
    feature: 'notifications',
    reason: 'LISTEN is refused, and NOTIFY reaches nobody',
  },
  {
    feature: 'copy',
    reason: 'COPY from or to the client is refused',
  },
  {
    feature: 'waits-of-cursors',
    reason: 'FETCH cannot wait for another session: it is refused where it would have to',
  },
  {
    feature: 'waits-outside-of-transactions',
    reason:
      'VACUUM, REINDEX, CREATE INDEX CONCURRENTLY and whatever else cannot stand in a transaction are refused where they would have to wait for another session',
  },
];
