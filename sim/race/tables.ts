/** Accounts with a balance. */
export const ACCOUNTS = 'create table account (id text primary key, balance integer not null)';

/** Numbered events of streams. */
export const EVENTS =
  'create table event (stream text not null, seq integer not null, body text not null, primary key (stream, seq))';

/** Jobs that somebody may take. */
export const JOBS = 'create table job (id integer primary key, taken_by text)';
