-- Tasks, of workflows and by themselves.

create table task_execution (
  id text primary key check (length(id) between 1 and 300),
  workflow_id text references workflow_execution (id) on delete cascade,
  kind text not null,
  status text not null default 'PENDING'
    check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  queue text not null,
  input jsonb,
  output jsonb,
  error jsonb,
  -- What its attempt last said of how far it is.
  progress jsonb,
  attempt integer not null default 0 check (attempt >= 0),
  max_retries integer not null check (max_retries >= 0),
  retry_initial_delay integer not null check (retry_initial_delay >= 0),
  retry_max_delay integer not null check (retry_max_delay >= 0),
  run_after timestamptz not null default now(),
  -- When the task fails, however many attempts are left.
  deadline_at timestamptz,
  -- The attempt that was last handed out. The token stays after the attempt ended, to know a repeated answer.
  lease_worker text,
  lease_token text,
  lease_expires_at timestamptz,
  -- The task ended after its workflow did: the result is kept here and was not appended to the history.
  ignored boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create unique index task_execution_claimable
  on task_execution (queue, run_after, created_at, id)
  where status = 'PENDING';

create unique index task_execution_leased
  on task_execution (lease_expires_at, id)
  where status = 'RUNNING';

create unique index task_execution_with_deadline
  on task_execution (deadline_at, id)
  where deadline_at is not null and status in ('PENDING', 'RUNNING');

create index task_execution_of_workflow on task_execution (workflow_id);
