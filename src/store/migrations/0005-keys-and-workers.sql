-- Requests that must have their effect once, and who is there to work.

create table idempotency_key (
  scope text not null,
  key text not null check (length(key) between 1 and 255),
  owner text not null,
  expires_at timestamptz not null default now() + interval '7 days',
  primary key (scope, key)
);

create unique index idempotency_key_expiring on idempotency_key (expires_at, scope, key);

create table worker (
  id text primary key check (length(id) between 1 and 255),
  -- Queues, and the kinds of workflows and tasks that it can run.
  capabilities jsonb not null,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
