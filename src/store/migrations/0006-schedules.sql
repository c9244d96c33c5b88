-- Workflows that are started again and again.

create table schedule (
  id text primary key check (length(id) between 1 and 200),
  -- A cron expression and its time zone, or an interval in milliseconds.
  times jsonb not null,
  kind text not null,
  queue text not null,
  input jsonb,
  overlap text not null check (overlap in ('SKIP', 'ALLOW', 'CANCEL_PREVIOUS')),
  missed text not null check (missed in ('SKIP', 'RUN_ONCE')),
  next_run_at timestamptz not null,
  created_at timestamptz not null default now()
);

create unique index schedule_due on schedule (next_run_at, id);

create table schedule_run (
  schedule_id text not null references schedule (id) on delete cascade,
  run_at timestamptz not null,
  type text not null check (type in ('STARTED', 'SKIPPED')),
  workflow_id text,
  -- The run before is to make room for this one, and is still to be told.
  must_cancel boolean not null default false,
  primary key (schedule_id, run_at)
);

create unique index schedule_run_to_cancel on schedule_run (schedule_id, run_at) where must_cancel;
