-- Workflows and their histories.

create table workflow_execution (
  id text primary key check (length(id) between 1 and 255),
  kind text not null,
  -- Which version of its code it was started for.
  version text,
  status text not null default 'PENDING'
    check (status in ('PENDING', 'RUNNING', 'WAITING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  queue text not null,
  priority integer not null default 0,
  input jsonb,
  output jsonb,
  error jsonb,
  -- Who asked for it, if a workflow did, and whether that one has been told of the end.
  parent_id text,
  parent_told boolean not null default false,
  cancel_requested boolean not null default false,
  -- Who may submit now. The token fences: only the activation that holds it counts.
  lease_worker text,
  lease_token text,
  lease_expires_at timestamptz,
  -- The last accepted submission and its answer, so that a repeated submit is answered alike.
  submitted_token text,
  submitted_status text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'RUNNING') = (lease_token is not null)),
  check (status <> 'CANCELLING' or cancel_requested)
);

create unique index workflow_execution_claimable
  on workflow_execution (queue, priority desc, created_at, id)
  where status in ('PENDING', 'CANCELLING');

create unique index workflow_execution_leased
  on workflow_execution (lease_expires_at, id)
  where status = 'RUNNING';

create unique index workflow_execution_untold
  on workflow_execution (updated_at, id)
  where parent_id is not null and not parent_told and status in ('COMPLETED', 'FAILED', 'CANCELLED');

create table workflow_event (
  workflow_id text not null references workflow_execution (id) on delete cascade,
  sequence integer not null check (sequence > 0),
  type text not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workflow_id, sequence)
);
