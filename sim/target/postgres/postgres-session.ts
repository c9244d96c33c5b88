import type { SessionFootprints } from '../footprint/index.ts';
import type { Execution, Session, Statement } from '../target.ts';
import type { Connection } from './connection.ts';

/** What a session needs of its target. */
export type SessionHost = {
  /** Leaves the answer with the session, unless the statement has to wait. */
  execute(statement: Statement): void;
  end(): void;
};

/** A session: it takes a connection with its first statement. */
export class PostgresSession implements Session {
  connection: Connection | undefined;
  /** The answer to the last statement, until somebody takes it. */
  answer: Execution | undefined;
  isClosed = false;
  readonly footprints: SessionFootprints;
  readonly #host: SessionHost;

  constructor(host: SessionHost, footprints: SessionFootprints) {
    this.#host = host;
    this.footprints = footprints;
  }

  execute(statement: Statement): Execution | undefined {
    if (this.isClosed) throw new Error(`"${statement.text}" was sent on a session that is closed`);
    this.#host.execute(statement);
    return this.collect();
  }

  collect(): Execution | undefined {
    const { answer } = this;
    this.answer = undefined;
    return answer;
  }

  hasAnswer(): boolean {
    return this.answer !== undefined;
  }

  heard(): Uint8Array {
    return this.connection?.heard() ?? new Uint8Array();
  }

  close(): void {
    if (!this.isClosed) this.#host.end();
  }
}
