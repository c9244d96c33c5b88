/** A value that can be bound to a statement's parameter. Objects are sent as JSON text by whoever builds them. */
export type SqlValue = string | number | boolean | null | readonly string[];

/** Runs single statements. Outside {@link SqlPool.transaction} each one is a transaction of its own. */
export interface Sql {
  /**
   * Runs one statement with positional parameters (`$1`, `$2`, …) and returns its rows.
   *
   * Rows are objects keyed by column name: int2, int4, int8, oid and floats are numbers, bool is a boolean, json
   * and jsonb are parsed, everything else is text.
   *
   * @throws {SqlError} when the database refuses the statement.
   */
  query<Row>(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
}

/** A pool of database sessions. */
export interface SqlPool extends Sql {
  /**
   * Runs `body` inside one READ COMMITTED transaction on one session: committed when `body` resolves, rolled back
   * when it rejects.
   */
  transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result>;
}

/** The database refused a statement. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** The five-character SQLSTATE, for example `23505` for a unique violation. */
  readonly code: string;
  /** The violated constraint, where there is one. */
  readonly constraint: string | undefined;
  readonly detail: string | undefined;

  constructor(facts: {
    readonly code: string;
    readonly message: string;
    readonly constraint?: string | undefined;
    readonly detail?: string | undefined;
    readonly cause?: unknown;
  }) {
    super(facts.message, { cause: facts.cause });
    this.code = facts.code;
    this.constraint = facts.constraint;
    this.detail = facts.detail;
  }
}

/** Whether `error` is the database's report that a unique constraint was violated (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): error is SqlError {
  return error instanceof SqlError && error.code === '23505';
}
