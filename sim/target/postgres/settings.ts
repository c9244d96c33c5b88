/** Settings of a server that serves one process and is thrown away with its data. */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '64MB',
  shared_buffers: '16MB',
  max_prepared_transactions: '64',
  // A file in the data directory, so that no shared memory outlives the server, however it ends.
  dynamic_shared_memory_type: 'mmap',
};

/**
 * Settings of every session: plans do not depend on how often a statement ran, scans follow indexes so that the order
 * of rows does not depend on where they happen to lie, texts look the same on every server.
 */
const SESSION_SETTINGS: Readonly<Record<string, string>> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  synchronize_seqscans: 'off',
  // A session does not tell that a worker of its own has to wait.
  max_parallel_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  lc_messages: 'C',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  // A backend that has to wait says so to its own client, after it has looked for a deadlock, once: see Connection.
  deadlock_timeout: '1ms',
  log_lock_waits: 'on',
  client_min_messages: 'log',
  log_min_messages: 'fatal',
  // What sessions that set these see of them, see asSent.
  'skein.client_min_messages': 'notice',
  'skein.log_lock_waits': 'off',
  'skein.deadlock_timeout': '1s',
  'skein.max_parallel_workers': '8',
  'skein.now': '2000-01-01T00:00:00Z',
  'skein.clock': '2000-01-01T00:00:00Z',
};

/** The settings above, as the start of a session takes them. */
export const SESSION_OPTIONS: string = Object.entries(SESSION_SETTINGS)
  .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  .join(' ');
