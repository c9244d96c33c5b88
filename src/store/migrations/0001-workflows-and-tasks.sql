-- Workflows, their histories and their tasks.

create table workflow_execution (
  id text primary key check (length(id) between 1 and 255),
  kind text not null,
  status text not null default 'PENDING'
    check (status in ('PENDING', 'RUNNING', 'WAITING', 'COMPLETED', 'FAILED')),
  queue text not null,
  priority integer not null default 0,
  input jsonb,
  output jsonb,
  error jsonb,
  -- Who may submit now. The token fences: only the activation that holds it counts.
  lease_worker text,
  lease_token text,
  lease_expires_at timestamptz,
  -- The last accepted submission and its answer, so that a repeated submit is answered alike.
  submitted_token text,
  submitted_status text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'RUNNING') = (lease_token is not null))
);

create unique index workflow_execution_claimable
  on workflow_execution (queue, priority desc, created_at, id)
  where status = 'PENDING';

create table workflow_event (
  workflow_id text not null references workflow_execution (id) on delete cascade,
  sequence integer not null check (sequence > 0),
  type text not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workflow_id, sequence)
);

create table task_execution (
  id text primary key check (length(id) between 1 and 300),
  workflow_id text references workflow_execution (id) on delete cascade,
  kind text not null,
  status text not null default 'PENDING'
    check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED')),
  queue text not null,
  input jsonb,
  output jsonb,
  error jsonb,
  attempt integer not null default 0 check (attempt >= 0),
  max_retries integer not null check (max_retries >= 0),
  retry_initial_delay integer not null check (retry_initial_delay >= 0),
  retry_max_delay integer not null check (retry_max_delay >= 0),
  run_after timestamptz not null default now(),
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

create index task_execution_of_workflow on task_execution (workflow_id);

create table idempotency_key (
  scope text not null,
  key text not null,
  owner text not null,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
