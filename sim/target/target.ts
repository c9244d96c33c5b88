import type { SqlValue } from '../../src/ports/index.ts';
import type { RandomStream } from '../kernel/index.ts';

/** What a database answered to one statement. */
export type SqlAnswer =
  | { readonly rows: readonly object[] /** Rows read or written. */; readonly count: number }
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
export type Execution = { readonly answer: SqlAnswer; readonly wire: readonly (string | Uint8Array)[] };

/** One session of the database under test. */
export type Session = {
  /** Whether a statement of this session could be executed now. */
  isReady(): boolean;

  /**
   * Executes one statement.
   *
   * @param begins whether a transaction begins with this statement, as if BEGIN had been sent just before
   */
  execute(text: string, values: readonly SqlValue[], begins: boolean): Execution;
};

/** A database under test. */
export type Target = {
  readonly name: string;

  /** Begins a run: tables as the schema leaves them, no session, time and entropy from `world`. */
  reset(world: World): void;

  openSession(): Session;

  /**
   * Whether the run since the last reset met something that rows of earlier runs may have influenced. Done again after
   * another reset, it will not.
   */
  mustRepeat(): boolean;

  /** Reads what the run left behind. Not a step, and not part of the trace. */
  inspect(text: string): readonly object[];

  close(): Promise<void>;
};
