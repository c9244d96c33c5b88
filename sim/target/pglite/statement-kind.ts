/** How a statement has to be treated because several sessions share one backend's caches and stack. */
export type StatementKind = {
  /**
   * Begins or ends a transaction or savepoint, or sets something: it must not stand in a subtransaction, and never waits.
   */
  readonly isControl: boolean;
  /** Commits; deferred constraints are checked first, because a commit cannot wait. */
  readonly isCommit: boolean;
  /** Cannot, or may not, stand in a transaction block. */
  readonly standsAlone: boolean;
  /** Outside of a transaction block it does not wait: it fails or warns, or has no effect. */
  readonly needsBlock: boolean;
  /** Goes on with a cursor, which cannot be executed again. */
  readonly isCursor: boolean;
  /** Has a result whose columns are told. */
  readonly isQuery: boolean;
  /** Sets something for longer than a transaction. */
  readonly changesSettings: boolean;
  /** Names, lists or uses prepared statements of SQL. */
  readonly usesPrepared: boolean;
  /** Takes locks, or makes cursors, that outlive the transaction. */
  readonly outlivesTransaction: boolean;
  /** Leaves a transaction behind that belongs to no session. */
  readonly preparesTransaction: boolean;
  /** Why it is not to be had; undefined if it is. */
  readonly refusal: string | undefined;
};

const CONTROL =
  /^(?:begin|start|commit|end|rollback|abort|savepoint|release|prepare\s+transaction|set|reset|show|discard|deallocate|prepare|unlisten|notify|close)\b/i;
const CONSTRAINTS = /^set\s+constraints\b/i;
const COMMIT = /^(?:commit(?!\s+prepared)|end|prepare\s+transaction)\b/i;
const ALONE =
  /^(?:vacuum|cluster|reindex|checkpoint|alter\s+(?:system|database)|(?:create|drop)\s+(?:database|tablespace|subscription)|(?:create(?:\s+unique)?|drop)\s+index\s+concurrently|alter\s+table\b[^]*\bdetach\s+partition\b[^]*\bconcurrently)\b/i;
const IN_BLOCK = /^(?:lock|declare|set\s+constraints)\b/i;
const CURSOR = /^(?:fetch|move)\b/i;
const QUERY = /^(?:select|insert|update|delete|merge|with|table|values|execute)\b/i;
const SETTING = /(?:^|;\s*)(?:set|reset|discard)\b|\bset_config\s*\(|^do\b[^]*\bset\b/i;
const PREPARED =
  /(?:^|;\s*)(?:prepare(?!\s+transaction)|execute|deallocate|discard)\b|\bpg_prepared_statements?\b/i;
const OUTLIVES = /\bpg_(?:try_)?advisory_lock|^declare\b[^]*\bwith\s+hold\b/i;
const TWO_PHASE = /^prepare\s+transaction\b/i;
/** Blanks and comments. Comments inside of comments are not looked for. */
const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/|\()+/;

const REFUSED: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /^create\s+(?:(?:local|global)\s+)?temp(?:orary)?\b|\binto\s+temp(?:orary)?\b|\bpg_temp\b/i,
    reason: 'target pglite has no temporary tables: its sessions share the memory that they would lie in',
  },
  {
    pattern: /^listen\b/i,
    reason: 'target pglite delivers no notifications: there is nobody to listen',
  },
  {
    pattern: /^copy\b[^;]*\b(?:stdin|stdout)\b/i,
    reason: 'target pglite copies nothing over the connection: insert and select rows',
  },
];

const known = new Map<string, StatementKind>();

/** What kind of statement a text is, told by its first words. */
export function kindOf(text: string): StatementKind {
  let kind = known.get(text);
  if (!kind) {
    kind = classify(text.replace(LEADING, ''));
    known.set(text, kind);
  }
  return kind;
}

function classify(text: string): StatementKind {
  return {
    isControl: CONTROL.test(text) && !CONSTRAINTS.test(text),
    isCommit: COMMIT.test(text),
    standsAlone: ALONE.test(text),
    needsBlock: IN_BLOCK.test(text),
    isCursor: CURSOR.test(text),
    isQuery: QUERY.test(text),
    changesSettings: SETTING.test(text),
    usesPrepared: PREPARED.test(text),
    outlivesTransaction: OUTLIVES.test(text),
    preparesTransaction: TWO_PHASE.test(text),
    refusal: REFUSED.find(({ pattern }) => pattern.test(text))?.reason,
  };
}
