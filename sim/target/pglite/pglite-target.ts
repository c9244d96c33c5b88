import { EPOCH, RandomRoot } from '../../kernel/index.ts';
import { type Clearing, findClearing } from '../clear.ts';
import { Footprints, readCatalogue } from '../footprint/index.ts';
import { RowOrderWatch } from '../row-order-watch.ts';
import type { Execution, Session, SqlAnswer, Statement, Target, World } from '../target.ts';
import type { VirtualBackend } from './backend/backends.ts';
import { type Backend, bootBackend } from './backend/boot.ts';
import { HiddenWork } from './hidden-work.ts';
import { dataDirectoryImage } from './image.ts';
import { LIMITATIONS } from './limitations.ts';
import { Line } from './line.ts';
import { kept } from './outcome.ts';
import { PGliteSession, type SessionHost } from './pglite-session.ts';
import { kindOf } from './statement-kind.ts';

/** After how many runs the space of deleted rows is given back. */
const RUNS_PER_VACUUM = 250;
/** Backends that there can be; the image's `max_connections` leaves room for PGlite's own. */
const MOST_BACKENDS = 120;

export type PGliteTargetOptions = {
  /** Statements that make the schema. */
  readonly schema: readonly string[];
  /** Told before a data directory has to be made first, which takes some seconds. */
  readonly onFirstBoot?: () => void;
};

/**
 * PostgreSQL inside this process, with as many sessions as are opened. After every statement, whoever was woken up by
 * it goes on until it has its answer or waits again, one after the other in the order in which their waits began.
 */
export class PGliteTarget implements Target {
  readonly name = 'pglite';
  readonly limitations = LIMITATIONS;
  readonly #backend: Backend;
  readonly #line: Line;
  readonly #clearing: Clearing;
  readonly #rowOrder: RowOrderWatch;
  readonly #hidden: HiddenWork;
  readonly #footprints: Footprints;
  readonly #host: SessionHost;
  /** By the order of their making. */
  readonly #backends: VirtualBackend[] = [];
  /** Backends that no session uses. */
  readonly #idle = new Set<VirtualBackend>();
  readonly #sessions = new Set<PGliteSession>();
  /** Sessions that others may have to wait for. */
  readonly #busy = new Set<PGliteSession>();
  /** Sessions that wait, in the order in which their waits began. */
  #waiting: PGliteSession[] = [];
  #divergences: string[] = [];
  /** Whether there may be transactions that were prepared to be committed, and belong to no session. */
  #hasPrepared = false;
  #runs = 0;

  private constructor(backend: Backend, schema: readonly string[]) {
    this.#hidden = new HiddenWork(schema);
    this.#backend = backend;
    this.#line = new Line(backend.channel);
    this.#clearing = findClearing((text) => this.#line.mustRun(text));
    this.#rowOrder = new RowOrderWatch(this.#clearing.uniqueIndexes, (text) => this.#look(text));
    this.#footprints = new Footprints(readCatalogue((text) => this.#line.mustRun(text)));
    const sequences = this.#line.mustRun(
      'select seqrelid::int as relation, (seqstart - seqincrement)::text as before from pg_sequence',
    ) as readonly { readonly relation: number; readonly before: string }[];
    backend.sequences.begin(sequences.map(({ relation, before }) => [relation, Number(before)]));
    const deferrable = this.#line.mustRun('select 1 from pg_constraint where condeferrable limit 1');
    this.#host = {
      ...backend,
      line: this.#line,
      hidden: this.#hidden,
      hasDeferrable: deferrable.length > 0,
      take: () => this.#take(),
      isAlone: (session) =>
        !this.#hasPrepared && (this.#busy.size === 0 || (this.#busy.size === 1 && this.#busy.has(session))),
      prepare: (text) => this.#prepare(text),
      diverged: (line) => this.#divergences.push(line),
      now: () => backend.clock.now(),
      atTime: (time, body) => backend.clock.at(time, body),
    };
  }

  /** @throws {Error} when PGlite cannot be made deterministic, with what is missing. */
  static async boot({ schema, onFirstBoot = () => undefined }: PGliteTargetOptions): Promise<PGliteTarget> {
    const loadDataDir = await dataDirectoryImage(schema, onFirstBoot);
    const target = new PGliteTarget(await bootBackend(loadDataDir), schema);
    target.#checkDeterminism();
    return target;
  }

  reset(world: World): void {
    this.#endSessions();
    this.#backend.clock.world = world;
    this.#line.clean();
    this.#divergences = [];
    this.#footprints.reset();
    this.#hidden.reset();
    this.#backend.sequences.reset();
    const renewal = this.#rowOrder.reset();
    this.#runs += 1;
    const seed = (world.entropy.fraction() * 2 - 1).toFixed(9);
    this.#line.mustRunAll([
      ...this.#clearing.statements.map((text) => [text] as const),
      ['select setseed($1)', seed],
    ]);
    const isTimeToVacuum = this.#runs % RUNS_PER_VACUUM === 0;
    if (renewal === 'nothing' && !isTimeToVacuum) return;
    this.#line.mustRun(renewal === 'truncate' ? this.#clearing.truncate : this.#clearing.vacuum);
    if (isTimeToVacuum) this.#line.mustRun('checkpoint'); // nobody else would give back the write-ahead log's space
    this.#rowOrder.tablesAreNew();
  }

  mustRepeat(): boolean {
    if (!this.#rowOrder.isDecided()) this.#endSessions(); // whoever holds a table could keep its plans from being seen
    return this.#rowOrder.hadDirtyView();
  }

  openSession(): Session {
    const session = new PGliteSession(
      this.#host,
      this.#footprints.begin(),
      (from, statement) => this.#execute(from, statement),
      (ended) => this.#end(ended),
    );
    this.#sessions.add(session);
    return session;
  }

  divergences(): readonly string[] {
    return this.#divergences;
  }

  inspect(text: string): readonly object[] {
    this.#endSessions();
    return this.#line.mustRun(text);
  }

  peek(text: string): readonly object[] | undefined {
    this.#toMain();
    const { waits } = this.#backend;
    const exchange = this.#line.script({ text });
    const reply = waits.attempt('give-up', (beforeRecovery) => exchange.send({ beforeRecovery }));
    if (waits.hasGivenUp || !(reply instanceof Buffer)) return undefined;
    const { answer } = exchange.read(reply);
    if ('code' in answer) throw new Error(`${text}: ${answer.message} (${answer.code})`);
    return answer.rows;
  }

  async close(): Promise<void> {
    this.#endSessions();
    await this.#backend.database.close();
  }

  /** Tells `listener` of everything that is said from now on: views, valid during the call, and whose process said it. */
  tap(listener: ((message: Uint8Array, reply: Uint8Array, pid: number) => void) | undefined): void {
    const { backends } = this.#backend;
    this.#line.tap = listener && ((message, reply): void => listener(message, reply, backends.current.pid));
  }

  #execute(session: PGliteSession, statement: Statement): Execution | undefined {
    this.#rowOrder.saw(statement);
    this.#hidden.saw(statement.text);
    if (kindOf(statement.text).preparesTransaction) this.#hasPrepared = true;
    let execution = session.start(statement);
    this.#note(session);
    if (!execution) this.#waiting.push(session);
    else if (this.#waiting.length > 0) execution = kept(execution);
    this.#settle();
    return execution;
  }

  /** Lets those go on whose waits have ended, until all that is left waits for somebody who has to be told to move. */
  #settle(): void {
    for (;;) {
      const woken = this.#waiting.find((session) => session.isGranted());
      if (!woken) return;
      this.#waiting = this.#waiting.filter((session) => session !== woken);
      woken.wake();
      this.#note(woken);
      if (woken.isWaiting) this.#waiting.push(woken);
    }
  }

  #note(session: PGliteSession): void {
    if (session.isBusy) this.#busy.add(session);
    else this.#busy.delete(session);
  }

  #end(session: PGliteSession): void {
    this.#endAlone(session);
    this.#settle();
  }

  #endAlone(session: PGliteSession): void {
    this.#sessions.delete(session);
    this.#busy.delete(session);
    session.footprints.closed();
    this.#waiting = this.#waiting.filter((each) => each !== session);
    const backend = session.abort();
    if (backend) this.#idle.add(backend);
  }

  #endSessions(): void {
    // Whoever waits first: nobody is woken up by the end of another one.
    for (const session of this.#waiting) this.#endAlone(session);
    for (const session of this.#sessions) this.#endAlone(session);
    this.#toMain();
    if (!this.#hasPrepared) return;
    const prepared = this.#line.mustRun('select gid from pg_prepared_xacts') as readonly { gid: string }[];
    for (const { gid } of prepared) this.#line.mustRun(`rollback prepared '${gid.replaceAll("'", "''")}'`);
    this.#hasPrepared = false;
  }

  #toMain(): void {
    const { backends } = this.#backend;
    backends.switchTo(backends.main);
  }

  #take(): VirtualBackend {
    const taken = this.#backends.find((backend) => this.#idle.has(backend));
    if (taken) {
      this.#idle.delete(taken);
      return taken;
    }
    if (this.#backends.length >= MOST_BACKENDS) {
      throw new Error(`more than ${MOST_BACKENDS} sessions at once: PGlite has no room for another one`);
    }
    const backend = this.#backend.backends.create();
    this.#backends.push(backend);
    return backend;
  }

  /** Has a text parsed outside of all transactions, so that whoever is first does not hold other locks than the next. */
  #prepare(text: string): void {
    if (this.#line.isPrepared(text)) return;
    this.#toMain();
    const { waits } = this.#backend;
    waits.attempt('give-up', (beforeRecovery) => {
      this.#line.prepare(text, { beforeRecovery });
      return NOTHING;
    });
  }

  /** Executes a statement that is not part of a run. */
  #look(text: string): SqlAnswer {
    this.#toMain();
    const exchange = this.#line.script({ text });
    return exchange.read(exchange.send()).answer;
  }

  /** Two worlds alike must look alike from inside, and time must be theirs. */
  #checkDeterminism(): void {
    const look = (): string => {
      this.#backend.clock.world = { now: () => EPOCH, entropy: new RandomRoot('check').stream('entropy') };
      return JSON.stringify(this.#line.mustRun('select now()::text as time, gen_random_uuid()::text as id'));
    };
    const first = look();
    if (first !== look() || !first.includes('2000-01-01 00:00:00+00')) {
      throw new Error(`PGlite's time or randomness is not under control: it answered ${first}`);
    }
    this.#checkWaits();
    this.#backend.clock.world = undefined;
  }

  /** Somebody who has to wait must wait, and go on when it need no longer. */
  #checkWaits(): void {
    const [holder, waiter] = [this.openSession(), this.openSession()];
    holder.execute({ text: 'select pg_advisory_xact_lock(1)', begins: true });
    const waits = waiter.execute({ text: 'select pg_advisory_xact_lock(1)' }) === undefined;
    holder.close();
    const isAnswered = waiter.hasAnswer();
    waiter.close();
    if (!waits || !isAnswered) throw new Error("PGlite's sessions do not wait for each other");
  }
}

const NOTHING = Buffer.alloc(0);
