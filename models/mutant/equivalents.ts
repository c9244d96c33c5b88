/** Mutants that change nothing that anybody could notice, and why. */
export type Equivalent = { readonly mutants: readonly string[]; readonly argument: string };

/** Every mutant that is known to change nothing: no law can tell it from the engine. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    mutants: ['no-guard:due-promises:timeout_at', 'no-guard:expired-tasks:deadline_at'],
    argument:
      'The next condition of the same statement compares the column with now(), which is not true of null: that the column is not null follows from it, and is there for the partial index alone.',
  },
  {
    mutants: [
      'no-guard:due-promises:timeout_at-2',
      'no-guard:due-timers:fire_at',
      'no-guard:expired-tasks:deadline_at-2',
      'no-guard:abandoned-attempts:lease_expires_at',
      'no-guard:abandoned-workflows:lease_expires_at',
    ],
    argument:
      'The statement only looks for what a sweep then handles one by one, and the handling asks for the same time again, under the lock. What is due comes first, for the order is that of the time, so that nothing due is cut off by the limit. Sweeps look more often than they need to, and do the same.',
  },
  {
    mutants: [
      'no-guard:set-promise-timed-out:timeout_at',
      'no-guard:set-timer-fired:fire_at',
      'no-guard:set-task-expired:deadline_at',
    ],
    argument:
      'Only sweeps send the statement, for rows that they have found by the same condition before. The column is never written after the row was made, and the time of the database does not go back, so what was due is due. The condition is there for a database whose clock is set back.',
  },
  {
    mutants: [
      'no-guard:set-parent-told:parent_told',
      'no-guard:set-child-told:must_cancel',
      'no-guard:set-run-told:must_cancel',
    ],
    argument:
      'The statement sets a flag, and the condition leaves out the row that has it already: without, the row is written as it is. Nothing else is set, and nobody asks how many rows were written.',
  },
  {
    mutants: ['no-guard:open-runs:type'],
    argument:
      'A run that was skipped has no workflow: insertScheduleRun is given null for it by both of its callers, and the statement joins the workflows by that column. So whatever is joined was started.',
  },
  {
    mutants: ['no-guard:untold-end:parent_told'],
    argument:
      'Who tells the parent ends the row that the parent has of its child, under the lock on the parent, and only if that is still STARTED (set-child-ended). It was set before parent_told was, so a second telling finds it ended, and writes nothing but the flag that is there.',
  },
  {
    mutants: ['no-guard:untold-end:parent_id'],
    argument:
      'For a workflow without a parent the lock on the parent is asked for with null for an id, which no row has: nobody is told. Then parent_told is set, which is only ever read together with the condition that there is a parent.',
  },
  {
    mutants: ['no-guard:untold-end:status'],
    argument:
      'The statement is sent for workflows of which it is known that they have ended: after a submission or a cancellation whose answer says so, and from the sweep that found them by the same condition. A workflow that has ended does not change its status any more.',
  },
  {
    mutants: ['no-guard:abandoned-workflows:status', 'no-guard:reclaim-workflow:status'],
    argument:
      'A lease that is over is only with RUNNING workflows: claiming sets status and lease together, ending an activation and reclaiming clear the lease when they leave RUNNING, and nothing else leaves it (a check says so of the token). Of all others lease_expires_at is null, and null <= now() is not true.',
  },
  {
    mutants: [
      'no-skip-locked:claim-task',
      'no-skip-locked:claim-workflow',
      'no-skip-locked:delete-expired-keys',
      'no-skip-locked:lock-due-schedule',
    ],
    argument:
      'Instead of passing over a row that somebody else has locked, the statement waits for it, and PostgreSQL then looks at the row again: if it does not fit any more, it is passed over after all. It only takes longer. Nobody waits in a circle: whoever holds such a row holds no second one of its kind and waits for none, and several statements of one kind lock in one order.',
  },
  {
    mutants: ['no-lock:fail-task:lock-task', 'late-lock:fail-task:lock-task'],
    argument:
      'What is read of the task is how often and how late it is retried, which is never changed, and whether it is there. Whether the attempt holds the lease is asked again by the statement that ends it, atomically (status, attempt, token); so nothing rests on a row that could change in between.',
  },
  {
    mutants: ['autocommit:heartbeat', 'autocommit:put-schedule'],
    argument:
      'The transaction writes by one statement. The other one reads: for a heartbeat what to answer where nothing was written; for a schedule the time, which is another one when the row is written, as it is inside of a transaction that has to wait for the row.',
  },
  {
    mutants: [
      'swap:run-schedules:begin-histories+insert-schedule-run',
      'swap:run-schedules:set-next-run+insert-schedule-run',
      'swap:run-schedules:set-next-run+insert-workflow',
      'swap:run-schedules:set-next-run+open-runs',
      'swap:run-schedules:set-runs-to-cancel+insert-workflow',
      'swap:signal-with-start:begin-histories+lock-workflow',
      'swap:submit-commands:begin-histories+append-events',
      'swap:submit-commands:begin-histories+set-children-cancelled',
      'swap:submit-commands:begin-histories+set-timers-cancelled',
      'swap:submit-commands:change-state+append-events',
      'swap:submit-commands:change-state+change-state-2',
      'swap:submit-commands:change-state+set-tasks-cancelled',
      'swap:submit-commands:change-state-2+append-events',
      'swap:submit-commands:insert-child-links+append-events',
      'swap:submit-commands:insert-promises+append-events',
      'swap:submit-commands:insert-promises+insert-children',
      'swap:submit-commands:insert-tasks+append-events',
      'swap:submit-commands:insert-tasks+change-state',
      'swap:submit-commands:insert-tasks+insert-timers',
      'swap:submit-commands:insert-tasks+set-timers-cancelled',
    ],
    argument:
      'Both statements belong to one transaction, which others see whole or not at all. Neither reads what the other one writes, and their rows are of different tables, workflows or keys. The transaction holds the lock on the row of the workflow or the schedule before either, and whoever else writes such rows takes that lock first or locks nothing besides, so that the order of locks makes no circle. If one of the two fails, neither has happened.',
  },
];
