/**
 * What PostgreSQL's own test driver asks of a session, and its defaults for what targets set otherwise so that answers
 * do not depend on chance: expected outputs were made with these.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  timezone: 'America/Los_Angeles',
  datestyle: 'Postgres, MDY',
  intervalstyle: 'postgres_verbose',
  default_transaction_isolation: 'read committed',
  plan_cache_mode: 'auto',
  enable_seqscan: 'on',
  enable_bitmapscan: 'on',
};

/** Statements that make a session what the tester's sessions are. */
export function sessionSettings(applicationName: string): readonly string[] {
  const settings = { ...SETTINGS, application_name: applicationName };
  return Object.entries(settings).map(
    ([name, value]) => `select set_config('${name}', '${value.replaceAll("'", "''")}', false)`,
  );
}
