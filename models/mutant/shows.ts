/**
 * Where mutants show that take two things to meet which seldom do, by the name of the mutant: the scenario that is about
 * just that. All others are found by looking wherever their statements are sent.
 */
export const SHOWS: Readonly<Record<string, string>> = {
  'autocommit:deliver-child-ends': 'errands',
  'autocommit:fire-timers': 'last-moment',
  'late-lock:deliver-child-ends:lock-workflow': 'errands',
  'late-lock:expire-promises:lock-workflow': 'last-moment',
  'late-lock:fire-timers:lock-workflow': 'last-moment',
  'late-lock:reclaim-leases:lock-task': 'heartbeats',
  'late-lock:signal-with-start:lock-workflow': 'greetings',
  'no-case:reclaim-workflow': 'deserted',
  'no-case:wake-workflow': 'cancellation',
  'no-guard:children-to-cancel:must_cancel': 'errands',
  'no-guard:delete-expired-keys:expires_at': 'expiring-keys',
  'no-guard:reclaim-workflow:lease_expires_at': 'deserted',
  'no-guard:untold-children:parent_id': 'errands',
  'no-guard:untold-children:parent_told': 'errands',
  'no-guard:untold-children:status': 'errands',
  'no-lock:claim-task': 'recall',
  'no-lock:delete-expired-keys': 'expiring-keys',
  'no-lock:fire-timers:lock-workflow': 'last-moment',
  'no-lock:lock-task': 'heartbeats',
  'no-lock:reclaim-leases:lock-task': 'heartbeats',
  'swap:submit-commands:insert-child-links+begin-histories': 'twins',
};
