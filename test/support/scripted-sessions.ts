import { EPOCH, RandomRoot } from '../../sim/kernel/index.ts';
import type { SqlValue } from '../../src/ports/index.ts';
import {
  type Execution,
  isRefusal,
  type Session,
  type SqlAnswer,
  type SqlRefusal,
  type Statement,
  type Target,
} from '../../sim/target/index.ts';

/** What a statement that was not refused is answered with. */
export type Success = Exclude<SqlAnswer, SqlRefusal>;

/** A session that says what it expects of each statement: an answer, a refusal or a wait. */
export class ScriptedSession {
  /** What the trace of a run would cover of all that this session was told. */
  readonly wire: (string | Uint8Array)[] = [];
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Rows of a statement that is answered at once. */
  run(text: string, values: readonly SqlValue[] = []): readonly object[] {
    return success(text, this.execute({ text, values }).answer).rows;
  }

  /** Rows of a statement that is answered at once, and with which a transaction begins. */
  begins(text: string, values: readonly SqlValue[] = []): readonly object[] {
    return success(text, this.execute({ text, values, begins: true }).answer).rows;
  }

  /** How many rows a statement reads or writes that is answered at once. */
  count(text: string, values: readonly SqlValue[] = []): number {
    return success(text, this.execute({ text, values }).answer).count;
  }

  /** The first column of the only row of a statement that is answered at once. */
  value(text: string, values: readonly SqlValue[] = []): unknown {
    return onlyValue(text, this.run(text, values));
  }

  /** SQLSTATE of a statement that is refused at once. */
  fails(text: string, values: readonly SqlValue[] = []): string {
    return refusal(text, this.execute({ text, values }).answer).code;
  }

  /** Sends a statement that has to wait. @param begins whether a transaction begins with it */
  waits(text: string, values: readonly SqlValue[] = [], begins = false): void {
    this.waitsFor({ text, values, begins });
  }

  /** Sends a statement of any kind that has to wait. */
  waitsFor(statement: Statement): void {
    const { text } = statement;
    const execution = this.#session.execute(statement);
    if (execution) throw new Error(`it should wait, and ${told(text, execution.answer)}`);
    if (this.isAnswered()) throw new Error(`"${text}" waits, and has an answer all the same`);
  }

  /** Rows of the statement that had to wait. */
  answer(): readonly object[] {
    return success('what waited', this.collect().answer).rows;
  }

  /** How many rows the statement that had to wait read or wrote. */
  answerCount(): number {
    return success('what waited', this.collect().answer).count;
  }

  /** SQLSTATE of the statement that had to wait. */
  failure(): string {
    return refusal('what waited', this.collect().answer).code;
  }

  /** Whether the statement that had to wait has its answer. */
  isAnswered(): boolean {
    return this.#session.hasAnswer();
  }

  close(): void {
    this.#session.close();
  }

  /** All that comes of a statement that does not wait. */
  execute(statement: Statement): Execution {
    const execution = this.#session.execute(statement);
    if (!execution) throw new Error(`"${statement.text}" waits, and should be answered at once`);
    this.wire.push(...execution.wire.map(copy));
    return execution;
  }

  /** All that came of the statement that had to wait. */
  collect(): Execution {
    const execution = this.#session.collect();
    if (!execution) throw new Error('what waited should be answered by now, and still waits');
    this.wire.push(...execution.wire.map(copy));
    return execution;
  }

  /** Whether there is nothing to collect. */
  hasNothing(): boolean {
    return this.#session.collect() === undefined && !this.#session.hasAnswer();
  }
}

/** Where a behaviour of a target is played: its sessions, and a clock that stands until told. */
export class SessionStage {
  readonly target: Target;
  readonly #opened: ScriptedSession[] = [];
  #now = EPOCH;

  constructor(target: Target) {
    this.target = target;
  }

  /** Begins as a run does, then executes each statement on its own. */
  reset(...statements: readonly string[]): void {
    const entropy = new RandomRoot('contract').stream('database');
    this.target.reset({ now: () => this.#now, entropy });
    const session = this.target.openSession();
    for (const text of statements) {
      const execution = session.execute({ text });
      if (!execution) throw new Error(`"${text}" waits, and nobody else is there`);
      success(text, execution.answer);
    }
    session.close();
  }

  session(): ScriptedSession {
    const session = new ScriptedSession(this.target.openSession());
    this.#opened.push(session);
    return session;
  }

  two(): readonly [ScriptedSession, ScriptedSession] {
    return [this.session(), this.session()];
  }

  three(): readonly [ScriptedSession, ScriptedSession, ScriptedSession] {
    return [this.session(), this.session(), this.session()];
  }

  /** Lets time pass in the world. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Closes whatever is open. */
  close(): void {
    for (const session of this.#opened.splice(0)) session.close();
  }
}

function success(text: string, answer: SqlAnswer): Success {
  if (isRefusal(answer)) throw new Error(told(text, answer));
  return answer;
}

function refusal(text: string, answer: SqlAnswer): SqlRefusal {
  if (!isRefusal(answer)) throw new Error(`it should be refused, and ${told(text, answer)}`);
  return answer;
}

function told(text: string, answer: SqlAnswer): string {
  if (isRefusal(answer)) return `"${text}" was refused: ${answer.message} (${answer.code})`;
  return `"${text}" was answered at once: ${JSON.stringify(answer.rows)}, count ${answer.count}`;
}

function onlyValue(text: string, rows: readonly object[]): unknown {
  const [row] = rows;
  if (!row || rows.length !== 1) throw new Error(`"${text}" gave ${rows.length} rows instead of one`);
  return Object.values(row)[0];
}

/** Bytes of a wire are only there until the next statement. */
function copy(part: string | Uint8Array): string | Uint8Array {
  return typeof part === 'string' ? part : new Uint8Array(part);
}
