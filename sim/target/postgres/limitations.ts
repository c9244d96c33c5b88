import type { Limitation } from '../target.ts';

/** What this target cannot do, or not as a server by itself does. */
export const LIMITATIONS: readonly Limitation[] = [
  {
    feature: 'timeouts',
    reason:
      'a statement that waits for another session is ended by no timeout; statement_timeout and pg_sleep count real time, not that of the run',
  },
  {
    feature: 'own-settings',
    reason:
      'client_min_messages, log_lock_waits, deadlock_timeout and max_parallel_workers can be set and shown, and have no effect: the target needs them',
  },
  {
    feature: 'deferrable-transactions',
    reason: 'a DEFERRABLE transaction that waits for its snapshot does not tell that it waits',
  },
  {
    feature: 'time-constants',
    reason: "constants such as 'now'::timestamptz tell the server's time, and are not refused: use now()",
  },
  {
    feature: 'notifications',
    reason: 'LISTEN and NOTIFY are accepted, but no notification is delivered',
  },
  {
    feature: 'server-identifiers',
    reason:
      "xids, process ids, object ids, ctids and uuidv7() are the server's own, differ from run to run, and are not refused",
  },
];

/** What is besides not to be had on a server that is not this process's own. */
export const SHARED_SERVER_LIMITATIONS: readonly Limitation[] = [
  {
    feature: 'ordered-wake-ups',
    reason:
      'sessions that one statement lets go on at once do so in parallel, since backends of another server cannot be stopped; one of them that waits for a changed row may be overtaken',
  },
];
