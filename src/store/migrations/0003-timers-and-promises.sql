-- What else a workflow waits for. `ignored`: it came after the workflow's end, and is not in the history.

create table timer (
  workflow_id text not null references workflow_execution (id) on delete cascade,
  timer_id text not null,
  status text not null default 'STARTED' check (status in ('STARTED', 'FIRED', 'CANCELLED')),
  fire_at timestamptz not null,
  ignored boolean not null default false,
  primary key (workflow_id, timer_id)
);

create unique index timer_started on timer (fire_at, workflow_id, timer_id) where status = 'STARTED';

create table promise (
  workflow_id text not null references workflow_execution (id) on delete cascade,
  name text not null check (length(name) between 1 and 255),
  status text not null default 'CREATED' check (status in ('CREATED', 'RESOLVED', 'REJECTED', 'TIMED_OUT')),
  value jsonb,
  error jsonb,
  timeout_at timestamptz,
  ignored boolean not null default false,
  primary key (workflow_id, name)
);

create unique index promise_with_timeout on promise (timeout_at, workflow_id, name)
  where status = 'CREATED' and timeout_at is not null;
