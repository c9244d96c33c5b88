import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Column, Execution, SqlAnswer, SqlRefusal, Statement } from '../target.ts';
import { readColumns, readReply, type TransactionStatus, WireWriter } from '../wire.ts';
import { OWN } from './own-statements.ts';
import { type Remains, type RemainsWatch, UNDO, worse } from './remains.ts';
import { type Outcome, ReplyReader } from './reply-reader.ts';
import { asSent } from './sent-statement.ts';
import { withoutVolatileFacts } from '../volatile-facts.ts';

/** A connected socket in blocking mode, and the backend at its other end. */
export type Line = { readonly descriptor: number; readonly processId: number };

/** What a session's functions for time and randomness answer with, see {@link VIRTUAL_FUNCTIONS}. */
export type SessionWorld = {
  /** In milliseconds since the Unix epoch. */
  readonly time: number;
  /** Where the connection's `random()` begins in this run, in [-1, 1). */
  readonly seed: number;
  /** Which run of its process it is. */
  readonly run: number;
};

/** A statement that is under way. */
type Request = {
  readonly statement: Statement;
  /** As it was sent. */
  readonly text: string;
  /** When, in milliseconds since the Unix epoch. */
  readonly time: number;
  /** Whether the backend is told first what time it is. */
  readonly hasPrelude: boolean;
  /** Whether the statement is parsed and described along with this. */
  readonly isNew: boolean;
  /** Which part of the reply ends with its answer. */
  readonly lastPart: number;
  readonly name: string;
  /** What is bound, as it goes over the wire. */
  readonly bound: Uint8Array;
};

const BEGIN = 'begin isolation level read committed';
const PARSE_COMPLETE = 0x31; // 1
const PARAMETER_DESCRIPTION = 0x74; // t
const ROW_DESCRIPTION = 0x54; // T
const NO_DATA = 0x6e; // n
const DESCRIPTIONS: ReadonlySet<number> = new Set([
  PARSE_COMPLETE,
  PARAMETER_DESCRIPTION,
  ROW_DESCRIPTION,
  NO_DATA,
]);

/** Statements that may take away prepared statements. */
const FORGETS = /\b(?:discard\s+all|deallocate)\b/i;
/** Statements after which a transaction may not have the settings that it was given. */
const RESTORES_SETTINGS = /\b(?:rollback|chain)\b/i;
/** Statements that end one transaction and begin another. */
const CHAINS = /\band\s+chain\b/i;
/** Statements after which those prepared before may mean something else. */
const CHANGES_SCHEMA = /\b(?:create|alter|drop)\b/i;
const CHANGES_NAMES = /\b(?:search_path|role|authorization)\b/i;

const digests = new Map<string, string>();

/** A statement's text, short enough to be hashed at every step. */
function digest(text: string): string {
  let known = digests.get(text);
  if (known === undefined) {
    known = createHash('sha256').update(text).digest('base64').slice(0, 16);
    digests.set(text, known);
  }
  return known;
}

/**
 * A connection to a PostgreSQL server, spoken over directly: whoever calls is blocked until the backend has answered
 * or says that it waits. Statements are prepared once per connection and text.
 *
 * **How a wait is known.** Sessions have `deadlock_timeout` 1 ms, `log_lock_waits` on and hear messages of level LOG.
 * A backend that waits for a lock looks for a deadlock once, after 1 ms, and then either refuses with 40P01 or tells
 * its client that it is still waiting. So a wait is heard on the same line as an answer, nobody has to ask for it, and
 * a session that is known to wait will not look again: the victim of a deadlock is the session whose wait closed the
 * cycle. Source: PostgreSQL's `ProcSleep` (storage/lmgr/proc.c).
 */
export class Connection {
  /** Counted from 0, in the order of their opening. */
  readonly number: number;
  readonly line: Line;
  status: TransactionStatus = 'I';
  isLost = false;
  #lastWords: SqlRefusal | undefined;
  readonly #reader: ReplyReader;
  readonly #writer = new WireWriter();
  readonly #prepared = new Map<string, { readonly name: string; readonly columns: readonly Column[] }>();
  readonly #numberOf: (pid: number) => number | undefined;
  readonly #watch: RemainsWatch;
  #names = 0;
  /** How often the own statements were prepared. */
  #generation = 0;
  #request: Request | undefined;
  #time: number | undefined;
  #run: number | undefined;
  /** Whether time was set inside of the transaction. */
  #hasClock = false;
  /** What the session has left so far. */
  #remains: Remains = 'nothing';
  /** Whether another session has used the connection before the one that does. */
  #isUsed = false;
  /** The time at which a transaction ended that the present one goes on from, if the server was not told so. */
  #chainedAt: number | undefined;
  /** Whether the own statements have to be prepared again. */
  #isBare = true;
  #mayHaveChangedSchema = false;

  /**
   * @param numberOf the number of a connection, by its backend's process
   * @param watch tells what statements leave behind
   */
  constructor(
    number: number,
    line: Line,
    numberOf: (pid: number) => number | undefined,
    watch: RemainsWatch,
  ) {
    this.#watch = watch;
    this.number = number;
    this.line = line;
    this.#numberOf = numberOf;
    this.#reader = new ReplyReader(line.descriptor);
    this.#prepareOwn();
  }

  /** Sends a statement. {@link receive} has to follow. */
  send(statement: Statement, world: SessionWorld): void {
    const { begins = false, isScript = false } = statement;
    const { text, values } = asSent(statement);
    this.#note(statement.text, text);
    if (this.#isBare && this.status === 'I') this.#prepareOwn();
    const writer = this.#writer.clear();
    const hasPrelude = this.#tellWorld(world);
    let parts = hasPrelude ? 2 : 1;
    if (begins && (isScript || this.#isBare)) {
      writer.parse('', BEGIN).run('', []).sync();
      parts += 1;
    } else if (begins) writer.run(this.#own('begin'), []);
    const known = this.#prepared.get(text);
    const name = known?.name ?? `${OWN}${this.#names}`;
    let bound: Uint8Array = new Uint8Array(0);
    if (isScript) writer.query(text);
    else {
      if (!known) writer.parse(name, text).describe(name);
      const start = writer.length;
      writer.run(name, values);
      bound = new Uint8Array(writer.message(start + 6 + name.length));
      writer.sync();
    }
    this.#request = {
      statement,
      text,
      time: world.time,
      hasPrelude,
      isNew: !known && !isScript,
      lastPart: parts - 1,
      name,
      bound,
    };
    this.#send(parts);
  }

  /** Waits until the backend has answered, or says that it has to wait. */
  receive(): Outcome {
    const outcome = this.#reader.receive();
    if (outcome === 'lost') this.isLost = true;
    return outcome;
  }

  /** What the server has said so far to the statement under way: a view. */
  heard(): Uint8Array {
    const said = this.#reader.since(this.#request?.hasPrelude === true ? 1 : 0);
    return withoutVolatileFacts(withoutMessages(said, DESCRIPTIONS), this.#numberOf);
  }

  /** The answer to the statement that was sent, once it is there. */
  execution(): Execution {
    const request = this.#request;
    if (!request) throw new Error('nothing was sent');
    this.#request = undefined;
    const { isScript = false } = request.statement;
    if (request.hasPrelude) this.#checkPrelude();
    let reply = withoutVolatileFacts(this.#reader.since(request.hasPrelude ? 1 : 0), this.#numberOf);
    let columns: readonly Column[] = this.#prepared.get(request.text)?.columns ?? [];
    if (request.isNew && hasMessage(this.#reader.part(request.lastPart), PARSE_COMPLETE)) {
      columns = readColumns(reply);
      this.#prepared.set(request.text, { name: request.name, columns });
      this.#names += 1;
      reply = withoutMessages(reply, DESCRIPTIONS);
    }
    if (FORGETS.test(request.text)) this.#forgetAll();
    const { answer, status, notices } = readReply(reply, columns, request.statement);
    this.status = status;
    if (status === 'I' && this.#hasClock) this.#time = undefined; // it went with the transaction
    if (status === 'T' && RESTORES_SETTINGS.test(request.text)) this.#time = undefined;
    if (status === 'T' && CHAINS.test(request.text)) this.#chainedAt = request.time;
    const head = [digest(request.statement.text), request.bound];
    if (this.isLost) {
      const lastWords = this.#remember(answer);
      const said = isScript ? [Buffer.from(reply)] : [lastWords.code, lastWords.message];
      return { answer: lastWords, notices, wire: [...head, ...said] };
    }
    // Where a statement is refused depends on whether it was prepared before: all such places must look alike.
    if ('code' in answer && !isScript) {
      return { answer, notices, wire: [...head, answer.code, answer.message, ...notices] };
    }
    return { answer, notices, wire: [...head, Buffer.from(reply)] };
  }

  /** Whether a statement is under way. */
  get isBusy(): boolean {
    return this.#request !== undefined;
  }

  /** What every statement is answered with once the connection is lost: what the server said last. */
  get lastWords(): SqlRefusal | undefined {
    return this.#lastWords;
  }

  /** Asks for nothing, to learn whether the connection is there. Nothing may be under way. */
  probe(): void {
    this.#writer.clear().sync();
    this.#send(1);
    if (this.receive() === 'lost') this.#remember(readReply(this.#reader.part(0), []).answer);
  }

  /** Whether statements that any connection has prepared may mean something else since this was last asked. */
  mayHaveChangedSchema(): boolean {
    const may = this.#mayHaveChangedSchema;
    if (this.status === 'I') this.#mayHaveChangedSchema = false; // until then, others have not seen it
    return may;
  }

  /** Prepares every statement again before it is executed next. */
  forgetStatements(): void {
    this.#prepared.clear();
  }

  /** Executes a statement, however long it has to wait. */
  run(statement: Statement, world: SessionWorld): Execution {
    this.send(statement, world);
    while (this.receive() === 'waiting');
    return this.execution();
  }

  /**
   * Rolls back, and undoes what a session's statements may have left for the next one to find: if there is no other way
   * by ending the connection.
   */
  cleanUp(world: SessionWorld): void {
    if (this.#remains === 'lasting') {
      this.#terminate();
      return;
    }
    if (this.status !== 'I') this.run({ text: 'rollback' }, world);
    if (this.#remains === 'undoable' && !this.isLost) {
      this.run({ text: UNDO, isScript: true }, world);
      this.#time = undefined;
    }
    this.#remains = 'nothing';
    this.#isUsed = true;
  }

  /** Whether it is in no transaction and holds no locks. */
  get isFresh(): boolean {
    return this.status === 'I' && this.#remains === 'nothing' && !this.isLost;
  }

  /** Ends the backend. Nothing may be under way. */
  #terminate(): void {
    this.#writer.clear().terminate();
    this.#send(1);
    while (this.receive() !== 'lost');
  }

  #remember(said: SqlAnswer): SqlRefusal {
    this.status = 'I';
    this.#lastWords = 'code' in said ? said : { code: '08006', message: 'the connection was lost' };
    return this.#lastWords;
  }

  /** Remembers what a statement can do to later ones. */
  #note(asked: string, text: string): void {
    this.#remains = worse(this.#remains, this.#watch.of(asked));
    if (CHANGES_SCHEMA.test(text)) this.#mayHaveChangedSchema = true;
    if (CHANGES_NAMES.test(text)) this.forgetStatements();
  }

  #forgetAll(): void {
    this.forgetStatements();
    this.#isBare = true;
  }

  #prepareOwn(): void {
    this.#generation += 1;
    const writer = this.#writer.clear();
    writer.parse(
      this.#own('time'),
      `select pg_catalog.set_config('skein.now', $1, false), pg_catalog.set_config('skein.clock', $1, false)`,
    );
    writer.parse(this.#own('seed'), 'select pg_catalog.setseed($1)').parse(this.#own('begin'), BEGIN);
    writer.parse(this.#own('forget'), 'discard sequences').sync();
    this.#send(1);
    if (this.#reader.receive() === 'lost') this.isLost = true;
    const { answer } = readReply(this.#reader.part(0), []);
    if ('code' in answer && !this.isLost) {
      throw new Error(`cannot prepare a connection: ${answer.message} (${answer.code})`);
    }
    this.#isBare = false;
  }

  /** Name of a prepared statement of the connection's own. */
  #own(name: string): string {
    return `${OWN}${name}.${this.#generation}`;
  }

  /** Writes what makes the session's functions answer as the world does, if they would not. */
  #tellWorld({ time, seed, run }: SessionWorld): boolean {
    const isNewRun = this.#run !== run;
    if (this.#time === time && !isNewRun && !this.#isUsed) return false;
    const writer = this.#writer;
    const text = new Date(time).toISOString();
    if (this.status === 'T') {
      // SET alone takes no snapshot, which is the transaction's own to take.
      writer.parse('', `set skein.clock = '${text}'`).run('', []);
      if (this.#chainedAt !== undefined) {
        const begun = new Date(this.#chainedAt).toISOString();
        writer.parse('', `set skein.now = '${begun}'`).run('', []);
      }
      this.#chainedAt = undefined;
      this.#hasClock = true;
    } else if (this.status === 'I') {
      if (this.#time !== time) writer.run(this.#own('time'), [text]);
      if (isNewRun) writer.run(this.#own('seed'), [seed]);
      if (this.#isUsed) writer.run(this.#own('forget'), []);
      this.#run = run;
      this.#isUsed = false;
      this.#chainedAt = undefined;
      this.#hasClock = false;
    } else return false;
    this.#time = time;
    writer.sync();
    return true;
  }

  #checkPrelude(): void {
    const { answer } = readReply(this.#reader.part(0), []);
    if ('code' in answer && !this.isLost) {
      throw new Error(`cannot set a session's time: ${answer.message} (${answer.code})`);
    }
  }

  #send(parts: number): void {
    this.#reader.expect(parts);
    const message = this.#writer.message();
    try {
      for (let sent = 0; sent < message.length; ) {
        sent += writeSync(this.line.descriptor, message, sent, message.length - sent);
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
      // The backend is gone: what it said last is there to be read.
    }
  }
}

function hasMessage(messages: Buffer, code: number): boolean {
  for (let offset = 0; offset < messages.length; offset += 1 + messages.readInt32BE(offset + 1)) {
    if (messages[offset] === code) return true;
  }
  return false;
}

function withoutMessages(messages: Buffer, codes: ReadonlySet<number>): Buffer {
  const parts: Buffer[] = [];
  for (let offset = 0; offset < messages.length; ) {
    const end = offset + 1 + messages.readInt32BE(offset + 1);
    if (!codes.has(messages[offset] ?? 0)) parts.push(messages.subarray(offset, end));
    offset = end;
  }
  return Buffer.concat(parts);
}
