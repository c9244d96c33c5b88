import type { SqlValue } from '../../../src/ports/index.ts';
import { type Clearing, findClearing } from '../clear.ts';
import { Footprints, readCatalogue } from '../footprint/index.ts';
import {
  type Limitation,
  type Session,
  type SqlRefusal,
  type Statement,
  type Target,
  type World,
} from '../target.ts';
import { Connection, type SessionWorld } from './connection.ts';
import { Connector } from './connector.ts';
import { bootServer, type EmbeddedServer } from './embedded-server.ts';
import { LIMITATIONS, SHARED_SERVER_LIMITATIONS } from './limitations.ts';
import { PostgresSession } from './postgres-session.ts';
import { ReleaseWatch } from './release-watch.ts';
import { RemainsWatch } from './remains.ts';
import { RowOrderWatch } from '../row-order-watch.ts';
import { createDatabase, type TestDatabase } from './test-database.ts';

/** After how many runs the space of deleted rows is given back. */
const RUNS_PER_VACUUM = 250;
/** The number of the connection that looks at what the others do. */
const MONITOR = -1;
/** Backends whose lock has not been granted. A statement that ended has granted by then whatever it released. */
const BLOCKED = 'select pid from pg_catalog.pg_locks where not granted';
/** Whether somebody has, or waits for, what nobody can read a table beside. */
const UNREADABLE = `select 1 from pg_catalog.pg_locks where locktype = 'relation' and mode = 'AccessExclusiveLock'`;
/** Transactions that were prepared in the target's own database. */
const PREPARED = `select gid from pg_catalog.pg_prepared_xacts where database = pg_catalog.current_database()`;
const PREPARES = /\bprepare\s+transaction\b/i;

export type PostgresTargetOptions = {
  /** Statements that make the schema. */
  readonly schema: readonly string[];
  /** A server that is there, as a superuser; without it, one is booted. */
  readonly databaseUrl?: string | undefined;
};

/**
 * A real PostgreSQL server: one connection per session, real locks, real waiting. Exactly one backend runs at any
 * time: after every statement, whoever was woken up by it runs until it has its answer or waits again, one after the
 * other in the order in which their waits began. For that, backends that wait are stopped; on a server that is not this
 * process's own, several may run at once.
 */
export class PostgresTarget implements Target {
  readonly name = 'postgres';
  readonly limitations: readonly Limitation[];
  readonly #server: EmbeddedServer | undefined;
  readonly #database: TestDatabase;
  readonly #connector: Connector;
  /** Looks at what the others do, and at what they leave behind. */
  readonly #monitor: Connection;
  readonly #clearing: Clearing;
  readonly #rowOrder: RowOrderWatch;
  readonly #releases: ReleaseWatch;
  readonly #remains: RemainsWatch;
  readonly #footprints: Footprints;
  /** By their numbers. */
  readonly #connections: (Connection | undefined)[] = [];
  readonly #sessions = new Set<PostgresSession>();
  /** Sessions that wait for another one, in the order in which their waits began. */
  #waiting: PostgresSession[] = [];
  #world: World | undefined;
  /** 32 random bits, from which every connection's randomness grows. */
  #entropy = 0;
  /** Whether there may be transactions that were prepared to be committed, and belong to no session. */
  #hasPrepared = false;
  /** Connections that were lost or ended since the run began. */
  #losses = 0;
  #runs = 0;

  private constructor(
    server: EmbeddedServer | undefined,
    database: TestDatabase,
    connector: Connector,
    schema: readonly string[],
  ) {
    this.#releases = new ReleaseWatch(schema);
    this.#remains = new RemainsWatch(schema);
    this.#server = server;
    this.limitations = server ? LIMITATIONS : [...LIMITATIONS, ...SHARED_SERVER_LIMITATIONS];
    this.#database = database;
    this.#connector = connector;
    this.#monitor = this.#connect(MONITOR);
    const look = (text: string): readonly object[] => this.#look(text);
    this.#clearing = findClearing(look);
    this.#footprints = new Footprints(readCatalogue(look));
    this.#rowOrder = new RowOrderWatch(this.#clearing.uniqueIndexes, (text) => {
      const { answer } = this.#monitor.run({ text, isScript: true }, this.#worldOf(this.#monitor));
      return answer;
    });
  }

  /** @throws {Error} when there is no server or it cannot be used, with the reason and what to do. */
  static async boot({ schema, databaseUrl }: PostgresTargetOptions): Promise<PostgresTarget> {
    const server = databaseUrl === undefined ? await bootServer() : undefined;
    let database: TestDatabase | undefined;
    let connector: Connector | undefined;
    try {
      database = await createDatabase(databaseUrl ?? server?.url ?? '', schema);
      connector = await Connector.start(database.config);
      return new PostgresTarget(server, database, connector, schema);
    } catch (error) {
      await connector?.close();
      if (server) await server.close();
      else await database?.drop();
      throw error;
    }
  }

  reset(world: World): void {
    this.#endSessions();
    this.#world = world;
    this.#entropy = world.entropy.bits();
    this.#losses = 0;
    this.#footprints.reset();
    this.#remains.reset();
    const renewal = this.#rowOrder.reset();
    this.#runs += 1;
    this.#lookScript(this.#clearing.statements.join(';'));
    const isTimeToVacuum = this.#runs % RUNS_PER_VACUUM === 0;
    if (renewal === 'nothing' && !isTimeToVacuum) return;
    this.#look(renewal === 'truncate' ? this.#clearing.truncate : this.#clearing.vacuum);
    this.#rowOrder.tablesAreNew();
  }

  openSession(): Session {
    const session: PostgresSession = new PostgresSession(
      {
        execute: (statement) => this.#execute(session, statement),
        end: () => this.#end(session),
      },
      this.#footprints.begin(),
    );
    this.#sessions.add(session);
    return session;
  }

  mustRepeat(): boolean {
    if (this.#rowOrder.isDecided()) return this.#rowOrder.hadDirtyView();
    this.#endSessions(); // whoever holds a table could keep the monitor from looking at plans that read it
    return this.#rowOrder.hadDirtyView();
  }

  divergences(): readonly string[] {
    return [];
  }

  inspect(text: string): readonly object[] {
    this.#endSessions();
    return this.#look(text);
  }

  peek(text: string): readonly object[] | undefined {
    return this.#look(UNREADABLE).length > 0 ? undefined : this.#look(text);
  }

  async close(): Promise<void> {
    try {
      if (!this.#monitor.isLost) this.#endSessions();
    } finally {
      await this.#connector.close();
      if (this.#server) await this.#server.close();
      else await this.#database.drop();
    }
  }

  #execute(session: PostgresSession, statement: Statement): void {
    const connection = (session.connection ??= this.#take());
    const { lastWords } = connection;
    if (lastWords) {
      session.answer = { answer: lastWords, notices: [], wire: [lastWords.code, lastWords.message] };
      return;
    }
    if (PREPARES.test(statement.text)) this.#hasPrepared = true;
    const before = connection.status;
    connection.send(statement, this.#worldOf(connection));
    this.#listen(session, connection);
    this.#rowOrder.saw(statement);
    if (this.#releases.maySignal(statement)) this.#noticeSignals(session);
    if (session.answer && !this.#releases.mayRelease(statement, before, connection.status)) return;
    this.#settle();
  }

  /** Blocks until a session's backend has answered, or waits. */
  #listen(session: PostgresSession, connection: Connection): void {
    if (connection.receive() === 'waiting') {
      this.#waiting.push(session);
      this.#stop(connection);
      return;
    }
    session.answer = connection.execution();
    if (connection.isLost) this.#lose(connection);
    if (connection.mayHaveChangedSchema()) {
      for (const each of this.#connections) each?.forgetStatements();
    }
  }

  /** Finds out which sessions another one has ended, or the statements of which. Signals are there by now. */
  #noticeSignals(sender: PostgresSession): void {
    for (const session of this.#waiting.splice(0)) {
      const { connection } = session;
      if (!connection) continue;
      // Whoever waits tells so again when it is woken up, which is all that this does here.
      this.#look('select pg_catalog.pg_log_backend_memory_contexts($1)', [connection.line.processId]);
      this.#resume(connection);
      this.#listen(session, connection);
    }
    for (const { connection } of this.#sessions) {
      if (!connection || connection === sender.connection || connection.isBusy || connection.isLost) continue;
      connection.probe();
      if (connection.isLost) this.#lose(connection);
    }
  }

  /** Lets those go on whose waits have ended, until all that is left waits for somebody who has to be told to move. */
  #settle(): void {
    while (this.#waiting.length > 0) {
      const blocked = new Set(this.#look(BLOCKED).map((row) => (row as { pid: number }).pid)); // the one column
      const woken = this.#waiting.find(
        ({ connection }) => connection && !blocked.has(connection.line.processId),
      );
      if (!woken?.connection) return;
      this.#waiting = this.#waiting.filter((session) => session !== woken);
      this.#resume(woken.connection);
      this.#listen(woken, woken.connection);
    }
  }

  #end(session: PostgresSession): void {
    const { connection } = session;
    const holdsNothing = !connection || connection.isFresh;
    this.#endAlone(session);
    if (!holdsNothing) this.#settle();
  }

  #endSessions(): void {
    // Whoever waits first: nobody is woken up by the end of another one.
    const waiting = new Set(this.#waiting);
    for (const session of waiting) this.#endAlone(session);
    for (const session of this.#sessions) this.#endAlone(session);
    if (!this.#hasPrepared) return;
    const prepared = this.#look(PREPARED) as readonly { readonly gid: string }[]; // the one column
    for (const { gid } of prepared) this.#look(`rollback prepared '${gid.replaceAll("'", "''")}'`);
    this.#hasPrepared = false;
  }

  #endAlone(session: PostgresSession): void {
    session.isClosed = true;
    session.footprints.closed();
    this.#sessions.delete(session);
    const { connection } = session;
    if (!connection) return;
    session.connection = undefined;
    if (this.#waiting.includes(session)) {
      this.#waiting = this.#waiting.filter((each) => each !== session);
      this.#cancel(connection);
    }
    if (!connection.isLost) connection.cleanUp(this.#worldOf(connection));
    if (connection.isLost) this.#lose(connection);
  }

  /** Ends a statement that waits; one that will not be ended is ended with its backend. */
  #cancel(connection: Connection): void {
    const pid = connection.line.processId;
    this.#look('select pg_catalog.pg_cancel_backend($1)', [pid]);
    this.#resume(connection);
    if (connection.receive() === 'waiting') {
      this.#look('select pg_catalog.pg_terminate_backend($1)', [pid]);
      while (connection.receive() === 'waiting');
    }
    connection.execution();
  }

  /** Gives a session the first connection that no other one uses, whether it was there before or not. */
  #take(): Connection {
    const used = new Set([...this.#sessions].map(({ connection }) => connection?.number));
    let number = 0;
    while (used.has(number)) number += 1;
    return (this.#connections[number] ??= this.#connect(number));
  }

  #connect(number: number): Connection {
    return new Connection(number, this.#connector.connect(), (pid) => this.#numberOf(pid), this.#remains);
  }

  #lose(connection: Connection): void {
    if (this.#connections[connection.number] !== connection) return;
    this.#connections[connection.number] = undefined;
    this.#losses += 1;
    this.#connector.release(connection.line);
  }

  #numberOf(pid: number): number | undefined {
    return this.#connections.find((connection) => connection?.line.processId === pid)?.number;
  }

  #worldOf({ number }: Connection): SessionWorld {
    return {
      time: this.#world?.now() ?? 0,
      seed: ((this.#entropy + number * 0x9e3779b9 + this.#losses * 0x85ebca6b) >>> 0) / 2 ** 31 - 1,
      run: this.#runs,
    };
  }

  /** Executes a statement of the target's own, which must succeed and cannot have to wait. @returns its rows */
  #look(text: string, values: readonly SqlValue[] = []): readonly object[] {
    const { answer } = this.#monitor.run({ text, values }, this.#worldOf(this.#monitor));
    if ('code' in answer) throw this.#failure(text, answer);
    return answer.rows;
  }

  #lookScript(text: string): void {
    const { answer } = this.#monitor.run({ text, isScript: true }, this.#worldOf(this.#monitor));
    if ('code' in answer) throw this.#failure(text, answer);
  }

  #failure(text: string, { code, message }: SqlRefusal): Error {
    if (this.#monitor.isLost) {
      return new Error(`the PostgreSQL server is gone, or has ended its connections: ${message} (${code})`);
    }
    return new Error(`${text}: ${message} (${code})`);
  }

  #stop(connection: Connection): void {
    this.#signal(connection, 'SIGSTOP');
  }

  #resume(connection: Connection): void {
    this.#signal(connection, 'SIGCONT');
  }

  #signal({ line }: Connection, signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (!this.#server) return;
    try {
      process.kill(line.processId, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      // The backend is gone: what it said last is there to be read.
    }
  }
}
