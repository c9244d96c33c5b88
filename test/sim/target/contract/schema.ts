/** Tables that behaviours are played on. */
export const CONTRACT_SCHEMA: readonly string[] = [
  `create table account (id text primary key, balance integer not null, note text)`,
  `create table event (stream text not null, seq integer not null, body text, primary key (stream, seq))`,
  `create table parent (id integer primary key, name text)`,
  `create table child (id integer primary key, parent_id integer not null references parent (id))`,
  `create table job (id integer primary key, state text not null)`,
  `create sequence ticket`,
];

/** Rows that every behaviour begins with. */
export const CONTRACT_ROWS: readonly string[] = [
  `insert into account (id, balance) values ('alice', 100), ('bob', 100)`,
  `insert into event (stream, seq, body) values ('s', 1, 'first')`,
  `insert into parent (id, name) values (1, 'one'), (2, 'two')`,
  `insert into job (id, state) values (1, 'free'), (2, 'free'), (3, 'free')`,
];
