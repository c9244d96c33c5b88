import { createHash } from 'node:crypto';
import type { Column, SqlAnswer, Statement } from '../target.ts';
import { withoutVolatileFacts } from '../volatile-facts.ts';
import { readColumns, readReply, WireWriter } from '../wire.ts';
import type { BackendChannel, ChannelWatcher } from './backend-channel.ts';
import type { Outcome } from './outcome.ts';

/** A statement that the backend has parsed. All sessions share them. */
type Prepared = { readonly name: string; readonly columns: readonly Column[] };

type Refusal = Extract<SqlAnswer, { code: string }>;

/** What a message asks for: a statement is parsed first, unless it has been. */
export type Phase = 'parse' | 'run';

/** Told what becomes of something that is sent. */
export type ExchangeWatcher = {
  /** The backend has reported an error, and begins to clean up after it. */
  readonly beforeRecovery?: (() => void) | undefined;
  /** Something is about to be sent: the statement to be parsed, or what was parsed to be executed. */
  readonly beforeSend?: ((phase: Phase) => void) | undefined;
};

/** Something to be sent, and sent again if it has to wait. */
export type Exchange = {
  readonly send: (watcher?: ExchangeWatcher) => Buffer;
  /** Makes an answer of what was sent last, and of what came back. */
  readonly read: (reply: Buffer) => Outcome;
};

/** Begins a transaction; how isolated it is, the server's settings say. */
export const BEGIN = 'begin';

const NOTHING = Buffer.alloc(0);

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

/** Speaks PostgreSQL's protocol with the backend that is on. Statements are prepared once, for all sessions. */
export class Line {
  readonly #channel: BackendChannel;
  readonly #writer = new WireWriter();
  readonly #prepared = new Map<string, Prepared>();
  #names = 0;
  #hasForgotten = false;
  /** Told of everything that is sent, and of what comes back: views, valid during the call. */
  tap: ((message: Uint8Array, reply: Uint8Array) => void) | undefined;

  constructor(channel: BackendChannel) {
    this.#channel = channel;
  }

  /** Statements mean what they mean in a catalogue that is no more: they will be parsed again. */
  forget(): void {
    this.#hasForgotten = true;
    this.#prepared.clear();
  }

  /** Gives the space of what was forgotten back. Nobody may wait. */
  clean(): void {
    if (!this.#hasForgotten) return;
    this.#hasForgotten = false;
    this.#prepared.clear();
    this.#send(this.#writer.clear().query('deallocate all').message());
  }

  isPrepared(text: string): boolean {
    return this.#prepared.has(text);
  }

  /** Has a statement parsed, unless it has been: once for all sessions. */
  prepare(text: string, watcher?: ChannelWatcher): Prepared | Refusal {
    const known = this.#prepared.get(text);
    if (known) return known;
    const name = `s${(this.#names += 1)}`;
    const reply = this.#send(this.#writer.clear().parse(name, text).describe(name).sync().message(), watcher);
    const { answer } = readReply(reply, []);
    if ('code' in answer) return answer;
    const prepared = { name, columns: readColumns(reply) };
    this.#prepared.set(text, prepared);
    return prepared;
  }

  /**
   * A statement by the extended protocol. Only one that is prepared already can begin a transaction: else the
   * transaction would not begin if it cannot be parsed.
   */
  exchange(statement: Statement): Exchange {
    return this.#extended(statement, (watcher) => this.prepare(statement.text, watcher));
  }

  /** The same, for a text that means something to this session alone, or at this moment. Its columns are told. */
  exchangeOnce(statement: Statement): Exchange {
    return this.#extended(
      statement,
      (watcher) => {
        const reply = this.#send(this.#writer.clear().parse('', statement.text).sync().message(), watcher);
        const { answer } = readReply(reply, []);
        return 'code' in answer ? answer : { name: '', columns: [] };
      },
      { isDescribed: true },
    );
  }

  /** Whatever it is, by the simple protocol. */
  script({ text, ...shape }: Statement): Exchange {
    return {
      send: ({ beforeRecovery } = {}) =>
        this.#send(this.#writer.clear().query(text).message(), { beforeRecovery }),
      read: (reply) => outcome(reply, [], shape, [digest(text)]),
    };
  }

  /** Executes at once what must succeed. @throws {Error} with PostgreSQL's reason */
  mustRun(text: string): readonly object[] {
    const exchange = this.exchange({ text });
    const { answer } = exchange.read(exchange.send());
    if ('code' in answer) throw new Error(`${text}: ${answer.message} (${answer.code})`);
    return answer.rows;
  }

  /** Executes statements one after the other in one transaction. @throws {Error} when one is refused */
  mustRunAll(statements: readonly (readonly [text: string, ...values: string[]])[]): void {
    const prepared = statements.map(([text, ...values]) => [this.prepare(text), values, text] as const);
    this.#writer.clear();
    for (const [statement, values, text] of prepared) {
      if ('code' in statement) throw new Error(`${text}: ${statement.message} (${statement.code})`);
      this.#writer.run(statement.name, values);
    }
    const { answer } = readReply(this.#send(this.#writer.sync().message()), []);
    if ('code' in answer) throw new Error(`${answer.message} (${answer.code})`);
  }

  #extended(
    { text, values = [], begins = false, ...shape }: Statement,
    prepare: (watcher?: ChannelWatcher) => Prepared | Refusal,
    { isDescribed = false } = {},
  ): Exchange {
    let columns: readonly Column[] = [];
    let bound: Uint8Array = new Uint8Array();
    let refused: Refusal | undefined;
    return {
      send: ({ beforeRecovery, beforeSend } = {}) => {
        beforeSend?.('parse');
        const begin = begins ? this.prepare(BEGIN) : undefined;
        const statement = prepare({ beforeRecovery });
        refused = 'code' in statement ? statement : undefined;
        if (!('name' in statement)) return NOTHING;
        ({ columns } = statement);
        this.#writer.clear();
        if (begin && 'name' in begin) this.#writer.run(begin.name, []);
        const start = this.#writer.length;
        this.#writer.bind(statement.name, values);
        const end = this.#writer.length;
        if (isDescribed) this.#writer.describeBound();
        const message = this.#writer.execute().closeBound().sync().message();
        bound = message.subarray(start + 6 + statement.name.length, end);
        beforeSend?.('run');
        return this.#send(message, { beforeRecovery });
      },
      read: (reply) => {
        if (!refused) return outcome(reply, columns, shape, [digest(text), bound]);
        const wire = [digest(text), refused.code, refused.message];
        return { answer: refused, status: 'E', notices: [], wire };
      },
    };
  }

  #send(message: Uint8Array<ArrayBuffer>, watcher?: ChannelWatcher): Buffer {
    const reply = this.#channel.send(message, watcher);
    this.tap?.(message, reply);
    return reply;
  }
}

/** Makes an outcome of a reply. What differs from run to run without a seed's doing stays out of it. */
function outcome(
  reply: Buffer,
  columns: readonly Column[],
  shape: Pick<Statement, 'decode' | 'asArrays'>,
  sent: readonly (string | Uint8Array)[],
): Outcome {
  let told = reply;
  let read = readReply(reply, columns, shape);
  if ('code' in read.answer || read.notices.length > 0) {
    told = withoutVolatileFacts(reply, (pid) => pid);
    if (told !== reply) read = readReply(told, columns, shape);
  }
  const { answer, status, notices } = read;
  // In a failed transaction, a statement seen for the first time is refused before it is bound: both must look alike.
  const isAborted = 'code' in answer && answer.code === '25P02';
  return {
    answer,
    status,
    notices,
    wire: isAborted ? [...sent.slice(0, 1), answer.code, answer.message] : [...sent, told],
  };
}
