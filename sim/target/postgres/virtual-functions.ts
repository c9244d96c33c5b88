import { TIME_KEYWORDS } from './time-keywords.ts';

/** The run's time at the start of the session's transaction, and as it is. */
const NOW = `pg_catalog.current_setting('skein.now')::timestamptz`;
const CLOCK = `pg_catalog.current_setting('skein.clock')::timestamptz`;
const RANDOM_HEX = `pg_catalog.md5(pg_catalog.random()::text || ' ' || pg_catalog.random()::text)`;
const UUID = `overlay(overlay(${RANDOM_HEX} placing '4' from 13) placing '8' from 17)::uuid`;

/** Functions of `pg_catalog` that tell the server's time or draw from its entropy, and what they become. */
const REPLACED: readonly {
  readonly name: string;
  readonly returns: string;
  readonly volatility: 'stable' | 'volatile';
  readonly body: string;
}[] = [
  { name: 'now', returns: 'timestamptz', volatility: 'stable', body: NOW },
  { name: 'transaction_timestamp', returns: 'timestamptz', volatility: 'stable', body: NOW },
  { name: 'statement_timestamp', returns: 'timestamptz', volatility: 'stable', body: CLOCK },
  { name: 'clock_timestamp', returns: 'timestamptz', volatility: 'volatile', body: CLOCK },
  {
    name: 'timeofday',
    returns: 'text',
    volatility: 'volatile',
    body: `pg_catalog.to_char(${CLOCK}, 'Dy Mon DD HH24:MI:SS.US YYYY TZ')`,
  },
  { name: 'gen_random_uuid', returns: 'uuid', volatility: 'volatile', body: UUID },
];

/**
 * Statements that replace the functions in the database they are executed in, as a superuser.
 *
 * The executor never looks at the catalogue for a function that is built in. The planner does: one that is written in
 * SQL becomes part of the expression that calls it, wherever that stands, column defaults and function bodies included.
 * Source: PostgreSQL's `inline_function` (optimizer/util/clauses.c) and `fmgr_isbuiltin` (utils/fmgr/fmgr.c).
 */
export const VIRTUAL_FUNCTIONS: readonly string[] = [
  ...REPLACED.map(({ name, returns, volatility, body }) => define(name, returns, volatility, body)),
  ...TIME_KEYWORDS.map(({ name, returns }) => define(name, returns, 'stable', `${NOW}::${returns}`)),
];

function define(name: string, returns: string, volatility: string, body: string): string {
  return `create or replace function pg_catalog."${name}"() returns ${returns} language sql ${volatility} parallel safe as $$ select ${body} $$`;
}
