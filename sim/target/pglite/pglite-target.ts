import { createHash } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import type { SqlValue } from '../../../src/ports/index.ts';
import { EPOCH, RandomRoot } from '../../kernel/index.ts';
import type {
  Column,
  Execution,
  Limitation,
  Session,
  SqlAnswer,
  Statement,
  Target,
  World,
} from '../target.ts';
import { BackendChannel, type BackendModule } from './backend-channel.ts';
import { dataDirectoryImage } from './image.ts';
import { type PlanNode, showsRowOrder } from './row-order.ts';
import { type EmscriptenFileSystem, virtualEntropy, withVirtualImports } from './virtual-imports.ts';
import { readColumns, readReply, WireWriter } from '../wire.ts';

/** A statement that the backend has parsed. */
type Prepared = { readonly name: string; readonly columns: readonly Column[] };

const BEGIN = 'begin isolation level read committed';

/** Takes back what sessions have set, made and locked for themselves. */
const OF_SESSIONS = [
  'close all',
  'reset all',
  'discard temp',
  'discard sequences',
  'select pg_advisory_unlock_all()',
];

/** After how many runs the space of deleted rows is given back. */
const RUNS_PER_VACUUM = 250;

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

export type PGliteTargetOptions = {
  /** Statements that make the schema. */
  readonly schema: readonly string[];
  /** Told before a data directory has to be made first, which takes some seconds. */
  readonly onFirstBoot?: () => void;
};

/**
 * PostgreSQL inside this process. It has one backend, so for now a transaction excludes the statements of all other
 * sessions until it ends. Statements go over the wire protocol, prepared once per process.
 */
export class PGliteTarget implements Target {
  readonly name = 'pglite';
  readonly limitations: readonly Limitation[] = [
    {
      feature: 'concurrent-sessions',
      reason:
        'all sessions have one backend: a transaction keeps the others waiting until it ends, ' +
        'and settings, temporary tables and locks of a session are everybody’s',
    },
    { feature: 'timeouts', reason: 'a statement that waits for another session is ended by no timeout' },
  ];
  readonly #database: PGlite;
  readonly #channel: BackendChannel;
  readonly #setWorld: (world: World | undefined) => void;
  readonly #writer = new WireWriter();
  readonly #prepared = new Map<string, Prepared>();
  #clear: readonly string[] = [];
  #vacuum = '';
  /** The session whose transaction is open. */
  #owner: PGliteSession | undefined;
  #waiting: PGliteSession[] = [];
  #runs = 0;
  /** Indexes that give each row a place of its own. */
  #uniqueIndexes: ReadonlySet<string> = new Set();
  readonly #judged = new Set<string>();
  /** Whether some statement's answer may depend on where rows lie: from then on, tables are made as new each time. */
  #seesRowOrder = false;
  /** Whether no row of an earlier run has lain in the tables. */
  #isPristine = true;
  #hadDirtyView = false;
  #tap: ((message: Uint8Array) => void) | undefined;

  private constructor(
    database: PGlite,
    channel: BackendChannel,
    setWorld: (world: World | undefined) => void,
  ) {
    this.#database = database;
    this.#channel = channel;
    this.#setWorld = setWorld;
  }

  /** @throws {Error} when PGlite cannot be made deterministic, with what is missing. */
  static async boot({ schema, onFirstBoot = () => undefined }: PGliteTargetOptions): Promise<PGliteTarget> {
    const loadDataDir = await dataDirectoryImage(schema, onFirstBoot);
    let world: World | undefined;
    const database = await withVirtualImports(
      () => world,
      () => PGlite.create({ loadDataDir }),
    );
    // PGlite does not declare its module; what of it is used fails at boot, should it be missing.
    const { mod } = database as unknown as { mod: BackendModule & { FS: EmscriptenFileSystem } };
    virtualEntropy(mod.FS, () => world);
    const target = new PGliteTarget(database, new BackendChannel(mod), (next) => {
      world = next;
    });
    target.#checkDeterminism();
    target.#findTables();
    return target;
  }

  reset(world: World): void {
    this.#setWorld(world);
    this.#rollBack();
    const seed = (world.entropy.fraction() * 2 - 1).toFixed(9);
    const statements: [string, SqlValue[]][] = this.#clear.map((text) => [text, []]);
    const prepared = [...statements, ['select setseed($1)', [seed]] as [string, SqlValue[]]].map(
      ([text, values]) => [this.#prepare(text), values] as const,
    );
    this.#writer.clear();
    for (const [statement, values] of prepared) {
      if ('code' in statement) throw new Error(`cannot clear the database: ${statement.message}`);
      this.#writer.run(statement.name, values);
    }
    const { answer } = readReply(this.#send(this.#writer.sync().message()), []);
    if ('code' in answer) throw new Error(`cannot clear the database: ${answer.message}`);
    this.#clean();
  }

  /** Gives the space of deleted rows back: now and then, or after every run once somebody can see where rows lie. */
  #clean(): void {
    this.#hadDirtyView = false;
    this.#runs += 1;
    this.#isPristine = this.#runs === 1;
    const isTimeToVacuum = this.#runs % RUNS_PER_VACUUM === 0;
    if (!this.#seesRowOrder && !isTimeToVacuum) return;
    this.#mustRun(this.#vacuum);
    this.#isPristine = true;
    if (isTimeToVacuum) this.#mustRun('checkpoint'); // nobody else would give back the space of the write-ahead log
  }

  mustRepeat(): boolean {
    return this.#hadDirtyView;
  }

  openSession(): Session {
    const session = new PGliteSession(
      (statement) => this.#attempt(session, statement),
      () => this.#leave(session),
    );
    return session;
  }

  divergences(): readonly string[] {
    return [];
  }

  inspect(text: string): readonly object[] {
    this.#rollBack();
    return this.#mustRun(text);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  /** Gives a copy of every message sent to the backend from now on to `listener`. */
  tap(listener: ((message: Uint8Array) => void) | undefined): void {
    this.#tap = listener;
  }

  /** Ends the transaction that a run left open, as its session's end would. */
  #rollBack(): void {
    if (this.#owner) this.#run({ text: 'rollback' });
    this.#owner = undefined;
    this.#waiting = [];
  }

  /** Executes a statement, unless another session's transaction is open. */
  #attempt(session: PGliteSession, statement: Statement): Execution | undefined {
    if (this.#owner !== undefined && this.#owner !== session) {
      this.#waiting.push(session);
      return undefined;
    }
    const execution = this.#execute(session, statement);
    if (this.#owner !== undefined || this.#waiting.length === 0) return execution;
    const lasting = toKeep(execution);
    this.#admit();
    return lasting;
  }

  /** Gives the turn to those who wait, in the order of their asking, until one of them keeps it. */
  #admit(): void {
    while (this.#owner === undefined) {
      const next = this.#waiting.shift();
      if (!next) break;
      next.retry();
    }
  }

  /** Ends a session: it waits no more, and its transaction is rolled back. */
  #leave(session: PGliteSession): void {
    this.#waiting = this.#waiting.filter((each) => each !== session);
    if (this.#owner !== session) return;
    this.#run({ text: 'rollback' });
    this.#owner = undefined;
    this.#admit();
  }

  #execute(session: PGliteSession, statement: Statement): Execution {
    const { text, isScript = false } = statement;
    if (!isScript && !this.#seesRowOrder && !this.#judged.has(text)) this.#judge(text);
    try {
      const { status, ...execution } = isScript ? this.#runScript(statement) : this.#run(statement);
      this.#owner = status === 'I' ? undefined : session;
      return execution;
    } catch (error) {
      this.#owner = session; // an answer that cannot be read may have left a transaction open
      throw error;
    }
  }

  /** Looks at a statement's plan, once, for whether its answer may depend on where rows happen to lie. */
  #judge(text: string): void {
    if (!/^\s*(select|insert|update|delete|with|merge|table)\b/i.test(text)) return;
    const isInside = this.#owner !== undefined;
    if (isInside) this.#send(this.#writer.clear().query('savepoint skein_judge').message());
    const reply = this.#send(
      this.#writer.clear().query(`explain (generic_plan, format json) ${text}`).message(),
    );
    const { answer } = readReply(reply, [], { asArrays: true });
    if (isInside)
      this.#send(this.#writer.clear().query('rollback to skein_judge; release skein_judge').message());
    if ('code' in answer) return; // it will be refused as it is, or is inside a failed transaction
    this.#judged.add(text);
    const [row] = answer.rows as readonly (readonly [readonly { Plan: PlanNode }[]])[];
    const plan = row?.[0][0]?.Plan;
    if (plan && !showsRowOrder(plan, this.#uniqueIndexes)) return;
    this.#seesRowOrder = true;
    this.#hadDirtyView = !this.#isPristine;
  }

  #run({ text, values = [], begins = false, ...shape }: Statement): Execution & { status: string } {
    const statement = this.#prepare(text);
    if ('code' in statement) {
      // A statement that cannot be parsed fails wherever it stands; inside a transaction that fails too.
      if (begins) {
        this.#run({ text: BEGIN });
        this.#prepare(text);
      }
      const status = this.#owner || begins ? 'E' : 'I';
      return {
        answer: statement,
        wire: [digest(text), statement.code, statement.message],
        status,
        notices: [],
      };
    }
    const begin = begins ? this.#prepare(BEGIN) : undefined;
    this.#writer.clear();
    if (begin && 'name' in begin) this.#writer.run(begin.name, []);
    const start = this.#writer.length;
    this.#writer.run(statement.name, values);
    const bound = this.#writer.message(start + 6 + statement.name.length);
    const reply = this.#send(this.#writer.sync().message());
    const { answer, status, notices } = readReply(reply, statement.columns, shape);
    // In a failed transaction, a statement seen for the first time is refused before it is bound: both must look alike.
    const isAborted = 'code' in answer && answer.code === '25P02';
    return {
      answer,
      status,
      notices,
      wire: isAborted ? [digest(text), answer.code, answer.message] : [digest(text), bound, reply],
    };
  }

  #runScript({ text, ...shape }: Statement): Execution & { status: string } {
    const reply = this.#send(this.#writer.clear().query(text).message());
    const { answer, status, notices } = readReply(reply, [], shape);
    return { answer, status, notices, wire: [digest(text), reply] };
  }

  #prepare(text: string): Prepared | Extract<SqlAnswer, { code: string }> {
    const known = this.#prepared.get(text);
    if (known) return known;
    const name = `s${this.#prepared.size}`;
    const reply = this.#send(this.#writer.clear().parse(name, text).describe(name).sync().message());
    const { answer } = readReply(reply, []);
    if ('code' in answer) return answer;
    const prepared = { name, columns: readColumns(reply) };
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #send(message: Uint8Array<ArrayBuffer>): Buffer {
    this.#tap?.(new Uint8Array(message));
    return this.#channel.send(message);
  }

  #mustRun(text: string): readonly object[] {
    const { answer } = this.#run({ text });
    if ('code' in answer) throw new Error(`${text}: ${answer.message} (${answer.code})`);
    return answer.rows;
  }

  /** What has to be done to make every table and sequence as new. */
  #findTables(): void {
    const tables = this.#mustRun(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') order by c.oid desc`,
    ) as readonly { name: string }[];
    const sequences = this.#mustRun(
      `select format('select setval(%L, %s, false)', format('%I.%I', schemaname, sequencename), start_value) as statement
       from pg_sequences order by schemaname, sequencename`,
    ) as readonly { statement: string }[];
    this.#clear = [
      ...OF_SESSIONS,
      ...tables.map((table) => `delete from ${table.name}`),
      ...sequences.map((row) => row.statement),
    ];
    const unique = this.#mustRun(
      'select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique',
    ) as readonly { name: string }[];
    this.#uniqueIndexes = new Set(unique.map((index) => index.name));
    this.#vacuum = `vacuum (index_cleanup on, truncate on) ${tables.map((table) => table.name).join(', ')}`;
  }

  /** Two worlds alike must look alike from inside, and time must be theirs. */
  #checkDeterminism(): void {
    const look = (): string => {
      this.#setWorld({ now: () => EPOCH, entropy: new RandomRoot('check').stream('entropy') });
      return JSON.stringify(this.#mustRun('select now()::text as time, gen_random_uuid()::text as id'));
    };
    const first = look();
    if (first !== look() || !first.includes('2000-01-01 00:00:00+00')) {
      throw new Error(`PGlite's time or randomness is not under control: it answered ${first}`);
    }
    this.#setWorld(undefined);
  }
}

/** An execution whose bytes outlive the next statement, which overwrites those of the backend's channel. */
function toKeep(execution: Execution): Execution {
  const wire = execution.wire.map((part) => (typeof part === 'string' ? part : new Uint8Array(part)));
  return { ...execution, wire };
}

/** A session, for as long as transactions exclude each other. */
class PGliteSession implements Session {
  readonly #attempt: (statement: Statement) => Execution | undefined;
  readonly #leave: () => void;
  #statement: Statement | undefined;
  #answer: Execution | undefined;

  constructor(attempt: (statement: Statement) => Execution | undefined, leave: () => void) {
    this.#attempt = attempt;
    this.#leave = leave;
  }

  execute(statement: Statement): Execution | undefined {
    this.#statement = statement;
    return this.#attempt(statement);
  }

  retry(): void {
    const execution = this.#statement && this.#attempt(this.#statement);
    this.#answer = execution && toKeep(execution);
  }

  hasAnswer(): boolean {
    return this.#answer !== undefined;
  }

  collect(): Execution | undefined {
    const answer = this.#answer;
    this.#answer = undefined;
    return answer;
  }

  close(): void {
    this.#leave();
  }
}
