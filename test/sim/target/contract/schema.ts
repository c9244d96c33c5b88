/** Tables that most behaviours are played on. */
export const CONTRACT_SCHEMA: readonly string[] = [
  `create table account (id text primary key, balance integer not null, note text)`,
  `create table event (stream text not null, seq integer not null, body text, primary key (stream, seq))`,
  `create table parent (id integer primary key, name text)`,
  `create table child (id integer primary key, parent_id integer not null references parent (id))`,
  `create table job (id integer primary key, state text not null)`,
  `create sequence ticket`,
];

/** Tables that only PostgreSQL can make. */
export const RICH_SCHEMA: readonly string[] = [
  `create unique index only_one on job (state) where state = 'only one'`,
  `create table leaf (id integer primary key, parent_id integer not null references parent (id) on delete cascade)`,
  `create table deferred_child (
     id integer primary key,
     parent_id integer not null references parent (id) deferrable initially deferred
   )`,
  `create table entry (body text)`,
  `create table specimen (
     id integer generated always as identity primary key,
     exact numeric,
     fraction float8,
     single float4,
     bytes bytea,
     texts text[],
     document jsonb,
     doubled_from integer,
     day date,
     moment timestamptz,
     span interval,
     large bigint,
     body text,
     place point,
     range int4range,
     key uuid,
     doubled integer generated always as (doubled_from * 2) stored
   )`,
  `create procedure draw_in_two_steps() language plpgsql as $$ begin
     insert into entry values ('ticket ' || nextval('ticket'));
     commit;
     insert into entry values ('ticket ' || nextval('ticket'));
   end $$`,
];

/** Rows that every behaviour begins with. */
export const CONTRACT_ROWS: readonly string[] = [
  `insert into account (id, balance) values ('alice', 100), ('bob', 100)`,
  `insert into event (stream, seq, body) values ('s', 1, 'first')`,
  `insert into parent (id, name) values (1, 'one'), (2, 'two')`,
  `insert into job (id, state) values (1, 'free'), (2, 'free'), (3, 'free')`,
];
