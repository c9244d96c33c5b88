import type { SqlValue } from '../../src/ports/index.ts';
import type { RandomStream } from '../kernel/index.ts';
import type { SessionFootprints } from './footprint/index.ts';

/** A result column: its name and its type's identifier (`pg_type.oid`). */
export type Column = { readonly name: string; readonly typeId: number };

/** One statement, as a session sends it. */
export type Statement = {
  readonly text: string;
  /** Bound to `$1`, `$2`, …; none if absent. */
  readonly values?: readonly SqlValue[];
  /** A transaction begins with this statement, as if BEGIN had been sent just before. */
  readonly begins?: boolean;
  /** `text` may be several statements: it goes by the simple protocol, without values, and the last one answers. */
  readonly isScript?: boolean;
  /** Makes a column's value from PostgreSQL's text format; `decodeColumn` if absent. */
  readonly decode?: (text: string, typeId: number) => unknown;
  /** Rows as arrays in the order of the columns, instead of objects. */
  readonly asArrays?: boolean;
};

/** What a database answered to one statement. */
export type SqlAnswer =
  | {
      readonly rows: readonly object[];
      /** Rows read or written. */
      readonly count: number;
      /** The command's tag without its numbers: `INSERT`, `SELECT`, `CREATE TABLE`. */
      readonly command: string;
      readonly columns: readonly Column[];
    }
  | SqlRefusal;

/** The database refused a statement. */
export type SqlRefusal = {
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly constraint?: string | undefined;
  readonly detail?: string | undefined;
};

/** What a target takes from the run it serves. */
export type World = {
  /** Virtual time, in milliseconds since the Unix epoch. */
  now(): number;
  /** Feeds the database's own randomness: `random()`, `gen_random_uuid()`. */
  readonly entropy: RandomStream;
};

/** A statement's answer, with the bytes that went over the wire: what was bound, and all that came back. */
export type Execution = {
  readonly answer: SqlAnswer;
  readonly wire: readonly (string | Uint8Array)[];
  /** What the server said besides, such as `NOTICE:  hello`. */
  readonly notices: readonly string[];
};

/** One session of the database under test. It has at most one statement under way. */
export type Session = {
  /** Tells what its statements may touch, and is told by whoever sends them; anything, if absent. */
  readonly footprints?: SessionFootprints;

  /**
   * Executes one statement.
   *
   * @returns undefined if it has to wait for another session: {@link Session.collect} has the answer once it is there,
   * which can only be after some other session executed a statement or was closed
   */
  execute(statement: Statement): Execution | undefined;

  /** Takes the answer of the statement that had to wait, if it has come: each answer once. */
  collect(): Execution | undefined;

  /** Whether {@link Session.collect} would return an answer now. */
  hasAnswer(): boolean;

  /**
   * What the server has said so far to the statement that has to wait: whole messages of the wire protocol, with which
   * its answer will begin. A target that hears of nothing before the answer goes without.
   */
  heard?(): Uint8Array;

  /** Ends the session in whatever state it is, as a lost connection does: what it had not committed is rolled back. */
  close(): void;
};

/** Something that a target cannot do as PostgreSQL does. */
export type Limitation = {
  /**
   * A word for it, for those that do without: `temporary-tables`, `serializable`; `scripts` for several statements at
   * once, `timeouts` for statements that would stop waiting after some time, `concurrent-sessions` for sessions that
   * go on while others are in a transaction.
   */
  readonly feature: string;
  /** Why, and what the target does instead: a statement that needs it is refused with SQLSTATE 0A000, unless told. */
  readonly reason: string;
};

/** A database under test. */
export type Target = {
  readonly name: string;

  /** What it cannot do. */
  readonly limitations: readonly Limitation[];

  /** Begins a run: tables as the schema leaves them, no session, time and entropy from `world`. */
  reset(world: World): void;

  openSession(): Session;

  /**
   * Whether the run since the last reset met something that rows of earlier runs may have influenced. Done again after
   * another reset, it will not.
   */
  mustRepeat(): boolean;

  /** Where the run since the last reset may have left what PostgreSQL would do, each told in one line. */
  divergences(): readonly string[];

  /** Reads what the run left behind. Not a step, and not part of the trace. Ends what sessions left open. */
  inspect(text: string): readonly object[];

  /**
   * Reads what is committed, between two steps, while sessions go on: as somebody would who has nothing to do with the
   * run. A target that cannot do that goes without.
   *
   * @returns undefined as long as somebody's lock keeps readers out
   */
  peek?(text: string): readonly object[] | undefined;

  close(): Promise<void>;
};
