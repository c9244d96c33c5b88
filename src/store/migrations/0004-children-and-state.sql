-- Children, as their parents know them, and what workflows publish.

create table child_workflow (
  workflow_id text not null references workflow_execution (id) on delete cascade,
  child_id text not null,
  status text not null default 'STARTED' check (status in ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  ignored boolean not null default false,
  -- The parent gave it up, and the child is still to be told.
  must_cancel boolean not null default false,
  primary key (workflow_id, child_id)
);

create unique index child_workflow_to_cancel on child_workflow (workflow_id, child_id) where must_cancel;

create table workflow_state (
  workflow_id text not null references workflow_execution (id) on delete cascade,
  key text not null check (length(key) between 1 and 255),
  value jsonb not null,
  primary key (workflow_id, key)
);
