import { EventEmitter } from 'node:events';
import type { SqlValue } from '../../src/ports/index.ts';
import type { Actor } from '../kernel/index.ts';
import {
  isLost,
  isRefusal,
  noteConnected,
  perform,
  type Session,
  type SqlAnswer,
  type Target,
} from '../target/index.ts';
import { commandTag, databaseError, fieldsOf } from './backend-message.ts';
import { UnheardLossError } from './unheard-loss-error.ts';

/** Says who moves, and so whose step a statement is. */
export type Mover = () => Actor;

type Parse = { readonly name?: string; readonly text: string };
type Bind = {
  readonly statement?: string;
  readonly values?: readonly unknown[];
  readonly valueMapper: (value: unknown) => string | Buffer | null;
};

/** More than one statement: a semicolon with something behind it. One in a string is taken for it too, to no harm. */
const SCRIPT = /;\s*[^\s;]/;

/**
 * What node-postgres' client holds in place of its connection to a server: it takes the client's messages, lets each
 * statement be a step of whoever moves, and says what a server would say. Everything above it is node-postgres' own.
 *
 * The messages are those of `pg/lib/connection.js`.
 */
export class Connection extends EventEmitter {
  /** Texts of named statements; the client looks in here for what it need not send again. */
  readonly parsedStatements: Record<string, string> = {};
  readonly submittedNamedStatements: Record<string, string> = {};
  readonly stream = { destroy: (): void => this.end() };
  /** Set once the client has called {@link connect}; it ends nothing that never began. */
  _connecting = false;
  readonly #target: Target;
  readonly #mover: Mover;
  #session: Session | undefined;
  /** Text of the statement that was parsed last, for whoever binds without a name. */
  #unnamed = '';
  /** What was bound, until Sync sends it. */
  #bound: { readonly text: string; readonly values: readonly SqlValue[] } | undefined;

  constructor(target: Target, mover: Mover) {
    super();
    this.#target = target;
    this.#mover = mover;
  }

  connect(): void {
    this._connecting = true;
    this.#session = this.#target.openSession();
    noteConnected(this.#session);
    queueMicrotask(() => this.#ready());
  }

  query(text: string): void {
    this.#send(text, [], SCRIPT.test(text));
  }

  parse({ name, text }: Parse): void {
    if (!name) this.#unnamed = text;
  }

  bind({ statement, values = [], valueMapper }: Bind): void {
    const named = statement && (this.submittedNamedStatements[statement] ?? this.parsedStatements[statement]);
    this.#bound = { text: named || this.#unnamed, values: values.map((value) => textOf(valueMapper(value))) };
  }

  describe(): void {
    // Every answer tells its columns.
  }

  execute(): void {
    // What was bound is executed at Sync.
  }

  sync(): void {
    const bound = this.#bound;
    this.#bound = undefined;
    if (bound) this.#send(bound.text, bound.values, false);
    else queueMicrotask(() => this.#ready());
  }

  close(): void {
    // Statements are forgotten with their session.
  }

  end(): void {
    if (!this.#session) return;
    this.#session.close();
    this.#session = undefined;
    queueMicrotask(() => this.emit('end'));
  }

  ref(): void {
    // Nothing keeps the process alive.
  }

  unref(): void {
    // Nothing keeps the process alive.
  }

  #send(text: string, values: readonly SqlValue[], isScript: boolean): void {
    const session = this.#session;
    if (!session) throw new Error('a connection that was ended cannot execute anything');
    const statement = { text, values, isScript, decode: asText, asArrays: true };
    // Whatever goes wrong before the step is the statement's error, as anything that the server says of it would be.
    const answered = async (): Promise<SqlAnswer> => await perform(this.#mover(), session, statement);
    answered().then(
      (answer) => this.#deliver(answer),
      (error: unknown) => (isLost(session) ? this.#lose() : this.#fail(error)),
    );
  }

  #deliver(answer: SqlAnswer): void {
    if (!this.#session) return; // nobody listens any more
    if (isRefusal(answer)) {
      this.#fail(databaseError(answer));
      return;
    }
    this.emit('parseComplete');
    if (answer.columns.length > 0) this.emit('rowDescription', { fields: fieldsOf(answer.columns) });
    for (const fields of answer.rows) this.emit('dataRow', { fields });
    if (answer.command === '') this.emit('emptyQuery');
    else this.emit('commandComplete', { text: commandTag(answer) });
    this.#ready();
  }

  #fail(error: unknown): void {
    this.emit('errorMessage', error);
    this.#ready();
  }

  /** The socket is closed, and it was not the client who did it. */
  #lose(): void {
    if (!this.#session) return; // nobody listens any more
    this.#session = undefined;
    try {
      this.emit('end');
    } catch (cause) {
      throw UnheardLossError.from(cause);
    }
  }

  #ready(): void {
    this.emit('readyForQuery', {});
  }
}

/** Values stay as PostgreSQL wrote them: node-postgres parses them, by whatever parsers are set. */
function asText(text: string): string {
  return text;
}

function textOf(value: string | Buffer | null): string | null {
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
}
