import type { SessionFootprints } from '../footprint/index.ts';
import { splitScript } from '../split-script.ts';
import type { Execution, Session, Statement } from '../target.ts';
import type { BackendFunctions, Backends, VirtualBackend } from './backend/backends.ts';
import { BLOCK } from './backend/layout.ts';
import type { LockWaits } from './backend/lock-waits.ts';
import { drawnTogether, type Sequences } from './backend/sequences.ts';
import type { SnapshotPin } from './backend/snapshot-pin.ts';
import type { HiddenWork } from './hidden-work.ts';
import { divergencesOf } from './divergences.ts';
import { BEGIN, type Exchange, type Line, type Phase } from './line.ts';
import { after, beforeError, cannotWait, idle, kept, type Outcome, refusal, together } from './outcome.ts';
import type { Finish, Pending } from './pending.ts';
import { kindOf, type StatementKind } from './statement-kind.ts';

/** What a session needs of its target. */
export type SessionHost = {
  readonly backends: Backends;
  readonly functions: BackendFunctions;
  readonly waits: LockWaits;
  readonly sequences: Sequences;
  readonly pin: SnapshotPin;
  readonly line: Line;
  readonly hidden: HiddenWork;
  /** Gives the session a backend that nobody else uses. */
  take(): VirtualBackend;
  /** Whether no other session could make one wait. */
  isAlone(session: PGliteSession): boolean;
  /** Whether constraints may be checked at commit. */
  readonly hasDeferrable: boolean;
  /** Prepares a statement for everybody, if that is possible at the moment. */
  prepare(text: string): void;
  /** Something may have come out otherwise than on PostgreSQL. */
  readonly diverged: (line: string) => void;
  /** Executes something at the virtual time of an earlier moment. @param time in milliseconds */
  atTime<Result>(time: number, body: () => Result): Result;
  now(): number;
};

/** One session: transactions, waits and settings of its own on a backend that others use, too. */
export class PGliteSession implements Session {
  readonly footprints: SessionFootprints;
  readonly #host: SessionHost;
  #backend: VirtualBackend | undefined;
  #pending: Pending | undefined;
  #answer: Execution | undefined;
  #hasTransaction = false;
  #hasLasting = false;
  /** What this session has prepared by name: the address of PostgreSQL's table. */
  #preparedQueries = 0;
  readonly #end: (session: PGliteSession) => void;
  readonly #send: (session: PGliteSession, statement: Statement) => Execution | undefined;
  /** What was said to earlier statements of the script that is under way. */
  #said: readonly Outcome[] = [];
  #isClosed = false;

  /**
   * @param send executes a statement of this session, and whatever becomes possible with it
   * @param end ends this session, and whatever becomes possible with it
   */
  constructor(
    host: SessionHost,
    footprints: SessionFootprints,
    send: (session: PGliteSession, statement: Statement) => Execution | undefined,
    end: (session: PGliteSession) => void,
  ) {
    this.#host = host;
    this.footprints = footprints;
    this.#send = send;
    this.#end = end;
  }

  /** Undefined until it is needed, and after the end. */
  get backend(): VirtualBackend | undefined {
    return this.#backend;
  }

  /** Whether others may have to wait for this session. */
  get isBusy(): boolean {
    return this.#hasTransaction || this.#hasLasting || this.#pending !== undefined;
  }

  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  execute(statement: Statement): Execution | undefined {
    if (this.#isClosed) throw new Error(`"${statement.text}" was sent on a session that is closed`);
    return this.#send(this, statement);
  }

  hasAnswer(): boolean {
    return this.#answer !== undefined;
  }

  collect(): Execution | undefined {
    const answer = this.#answer;
    this.#answer = undefined;
    return answer;
  }

  /** Notices that came before the wait: the answer will begin with them again. */
  heard(): Uint8Array {
    if (!this.#pending) return new Uint8Array();
    const replies = this.#said.map(({ wire }) => wire.at(-1)).filter((reply) => reply instanceof Uint8Array);
    return Buffer.concat([...replies, beforeError(this.#pending.wait.reply)]);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#end(this);
  }

  /** Whether the lock that it waits for has been granted. */
  isGranted(): boolean {
    const { backends } = this.#host;
    return this.#pending !== undefined && this.#backend !== undefined && !backends.isWaiting(this.#backend);
  }

  /** Sends a statement to the backend. @returns undefined if it has to wait */
  start(statement: Statement): Execution | undefined {
    const { backends, hidden } = this.#host;
    const kind = kindOf(statement.text);
    if (kind.refusal !== undefined) return this.#refuse(statement, kind.refusal);
    if (!statement.isScript && !kind.usesPrepared && !kind.isCursor) this.#host.prepare(statement.text);
    this.#backend ??= this.#host.take();
    backends.switchTo(this.#backend);
    if (kind.changesSettings || hidden.changesSettings) backends.ownSettings();
    if (kind.outlivesTransaction || hidden.outlivesTransaction) this.#hasLasting = true;
    return this.#run(statement, kind, (outcome) => outcome);
  }

  /** Refuses what is not to be had, as PostgreSQL refuses: the transaction fails, too. */
  #refuse(statement: Statement, message: string): Execution {
    const { backends, functions } = this.#host;
    this.#backend ??= this.#host.take();
    backends.switchTo(this.#backend);
    if (statement.begins) this.#command(BEGIN);
    if (backends.blockState !== BLOCK.default && !this.#isFailed) functions.AbortCurrentTransaction();
    return { ...refusal(statement.text, message), notices: [] };
  }

  get #isFailed(): boolean {
    const { blockState } = this.#host.backends;
    return blockState === BLOCK.abort || blockState === BLOCK.subAbort;
  }

  /** Executes the statement that waited again, now that its lock is granted. */
  wake(): void {
    const pending = this.#pending;
    if (!pending || !this.#backend) return;
    const { backends, waits } = this.#host;
    const taken = backends.switchTo(this.#backend, () => waits.wake(pending.wait, pending.holds));
    this.#pending = undefined;
    const holds = [...pending.holds, ...taken];
    const answer = this.#host.atTime(pending.time, () => this.#attempt({ ...pending, holds }));
    this.#answer = answer && kept(answer);
  }

  /** Ends what is under way, whatever it is, and leaves the backend as new. */
  abort(): VirtualBackend | undefined {
    const backend = this.#backend;
    this.#isClosed = true;
    if (!backend) return undefined;
    const { backends, waits, line } = this.#host;
    const pending = this.#pending;
    backends.switchTo(backend, () => {
      if (pending) waits.abandon(pending.wait);
    });
    for (const hold of pending?.holds ?? []) waits.release(hold);
    this.#pending = undefined;
    if (this.#hasTransaction || backends.blockState !== BLOCK.default) line.mustRun('rollback');
    if (this.#hasLasting) {
      line.mustRun('close all');
      line.mustRun('select pg_advisory_unlock_all()');
    }
    if (backend.hasOwnSettings) backends.resetSettings();
    backends.forgetSequences();
    this.#hasTransaction = false;
    this.#hasLasting = false;
    this.#backend = undefined;
    return backend;
  }

  /** Executes a statement in whatever way it needs. @returns undefined if it has to wait */
  #run(statement: Statement, kind: StatementKind, finish: Finish): Execution | undefined {
    const { backends, line, sequences } = this.#host;
    const isAlone = this.#host.isAlone(this);
    if (statement.begins && !(isAlone && !statement.isScript && line.isPrepared(statement.text)))
      return this.#begin(statement, kind, finish);
    const isAutocommit = backends.blockState === BLOCK.default && !statement.begins;
    const isFailed = this.#isFailed;
    if (isAlone || isFailed) return finish(this.#direct(statement, this.#exchange(statement, kind)));
    if (statement.isScript) {
      const parts = splitScript(statement.text);
      if (parts.length > 1) return this.#runScript(statement, parts, isAutocommit, finish);
    }
    if (kind.isCommit && !isAutocommit && this.#host.hasDeferrable)
      return this.#commitAfterChecks(statement, kind, finish);
    if (kind.isControl || kind.isCursor || (isAutocommit && (kind.standsAlone || kind.needsBlock)))
      return finish(this.#direct(statement, this.#exchange(statement, kind)));
    const exchange =
      kind.isQuery && !kind.usesPrepared && statement.isScript
        ? line.exchangeOnce(statement)
        : this.#exchange(statement, kind);
    if (!isAutocommit) return this.#guard(statement.text, kind, exchange, finish);
    this.#command(BEGIN);
    return this.#guard(statement.text, kind, exchange, (outcome, drawn = []) => {
      const ended = this.#autocommit(outcome);
      if (!hasEndedTransaction(outcome)) return finish(ended);
      const send: Exchange['send'] = (watcher) => sequences.replay(drawn, () => exchange.send(watcher));
      return finish(this.#direct(statement, { ...exchange, send }));
    });
  }

  /** Begins a transaction, and executes a statement in it. */
  #begin(statement: Statement, kind: StatementKind, finish: Finish): Execution | undefined {
    const begun = kept(this.#command(BEGIN));
    const asked = { ...statement, begins: false };
    if (begun.notices.length === 0) return this.#run(asked, kind, finish);
    this.#said = [begun];
    return this.#run(asked, kind, (outcome) => {
      this.#said = [];
      return finish(after(begun, outcome));
    });
  }

  /**
   * Executes statements one after the other, as PostgreSQL does those of one script: in a transaction, unless they
   * begin or end one themselves, and up to the first error.
   */
  #runScript(
    { text, ...shape }: Statement,
    parts: readonly string[],
    isAutocommit: boolean,
    finish: Finish,
  ): Execution | undefined {
    const isImplicit =
      isAutocommit && !parts.some((part) => kindOf(part).isControl || kindOf(part).standsAlone);
    if (isImplicit) this.#command(BEGIN);
    const before = this.#said;
    const said: Outcome[] = [];
    const next = (): Execution | undefined => {
      const part = parts[said.length] ?? '';
      return this.#run({ ...shape, text: part, begins: false }, kindOf(part), (outcome) => {
        said.push(kept(outcome));
        this.#said = [...before, ...said];
        if (!('code' in outcome.answer) && said.length < parts.length) return next();
        this.#said = [];
        const whole = together(text, said);
        return finish(isImplicit ? this.#autocommit(whole) : whole);
      });
    };
    return next();
  }

  #exchange(statement: Statement, kind: StatementKind): Exchange {
    const { backends, line } = this.#host;
    const isOnce = kind.usesPrepared || backends.hasChangedCatalogue;
    const extended = isOnce ? line.exchangeOnce(statement) : line.exchange(statement);
    const exchange = statement.isScript || kind.isCursor ? line.script(statement) : extended;
    if (!kind.usesPrepared) return exchange;
    return { ...exchange, send: (watcher) => this.#withOwnPrepared(() => exchange.send(watcher)) };
  }

  /** Executes a command of the target's own. */
  #command(text: string): Outcome {
    const statement = { text };
    return this.#direct(statement, this.#host.line.exchange(statement));
  }

  /** Executes a statement that need not wait, or may not. */
  #direct(statement: Statement, exchange: Exchange): Outcome {
    const { backends, functions, waits } = this.#host;
    const reply = waits.attempt('give-up', (beforeRecovery) => exchange.send({ beforeRecovery }));
    if (!Buffer.isBuffer(reply)) throw new Error(`"${statement.text}" waits, though it was not to`);
    const outcome = exchange.read(reply);
    this.#note(outcome);
    if (!waits.hasGivenUp) return outcome;
    if (backends.blockState !== BLOCK.default && !this.#isFailed) functions.AbortCurrentTransaction();
    return { ...outcome, ...cannotWait(statement.text) };
  }

  #guard(text: string, kind: StatementKind, exchange: Exchange, finish: Finish): Execution | undefined {
    const time = this.#host.now();
    return this.#attempt({
      exchange,
      kind,
      text,
      holds: [],
      phase: 'run',
      snapshots: [],
      drawn: [],
      time,
      finish,
    });
  }

  /** Executes a statement in a subtransaction, which is all that has to be rolled back if it has to wait. */
  #attempt(statement: Omit<Pending, 'wait'>): Execution | undefined {
    const { backends, functions, waits, sequences, pin, diverged } = this.#host;
    const { exchange, holds } = statement;
    functions.BeginInternalSubTransaction(0);
    const level = backends.nestingLevel;
    let phase: Phase = 'run';
    const beforeSend = (next: Phase): void => {
      phase = next;
      pin.begin(statement.phase === phase ? statement.snapshots : []);
    };
    const reply = waits.attempt('queue', (beforeRecovery) =>
      sequences.replay(statement.drawn, () => exchange.send({ beforeRecovery, beforeSend })),
    );
    const snapshots = pin.end();
    const drawn = drawnTogether(statement.drawn, sequences.drawn());
    if (!Buffer.isBuffer(reply)) {
      this.#hasTransaction = true;
      const { hasOneSnapshot } = backends;
      const isInBlock = reply.nestingLevel > level;
      for (const line of divergencesOf(statement.text, { isInBlock, hasOneSnapshot })) diverged(line);
      // What it does not need any more, such as its turn at an older version of a row, is for those behind it.
      const isNeeded = new Set(holds.filter((hold) => waits.isTaken(hold)));
      for (const hold of holds) if (!isNeeded.has(hold)) waits.release(hold);
      this.#pending = {
        ...statement,
        wait: reply,
        holds: [...isNeeded],
        phase,
        snapshots,
        drawn,
      };
      return undefined;
    }
    const read = exchange.read(reply);
    const outcome = waits.hasGivenUp ? { ...read, ...cannotWait(statement.text) } : read;
    for (const hold of holds) waits.release(hold);
    if (backends.nestingLevel >= level) {
      if ('code' in outcome.answer) {
        functions.RollbackAndReleaseCurrentSubTransaction();
        functions.AbortCurrentTransaction(); // what failed is not only the statement
      } else waits.commit();
    }
    this.#note(outcome);
    return statement.finish(outcome, drawn);
  }

  /** Ends the transaction that was begun for one statement. */
  #autocommit(outcome: Outcome): Outcome {
    const copy = idle(outcome);
    if ('code' in outcome.answer) {
      this.#command('rollback');
      return copy;
    }
    const ended = this.#command('commit');
    return 'code' in ended.answer ? kept(ended) : copy;
  }

  /** Checks deferred constraints while the transaction can still wait, and then commits. */
  #commitAfterChecks(statement: Statement, kind: StatementKind, finish: Finish): Execution | undefined {
    const text = 'set constraints all immediate';
    return this.#guard(text, kind, this.#host.line.exchange({ text }), (outcome) => {
      if (!('code' in outcome.answer))
        return finish(this.#direct(statement, this.#exchange(statement, kind)));
      const copy = kept(outcome);
      this.#command('rollback');
      return finish({ ...copy, status: 'I' });
    });
  }

  #note({ status }: Outcome): void {
    const { backends, line, sequences } = this.#host;
    if (backends.noteCatalogue()) line.forget();
    sequences.drawn();
    this.#hasTransaction = status !== 'I' || backends.blockState !== BLOCK.default;
  }

  /** Does something with this session's prepared statements of SQL in place of the target's own. */
  #withOwnPrepared<Result>(body: () => Result): Result {
    const { backends } = this.#host;
    const common = backends.exchangePrepared(this.#preparedQueries);
    try {
      return body();
    } finally {
      this.#preparedQueries = backends.exchangePrepared(common);
    }
  }
}

/** Whether a procedure was refused because it ends its transaction, as it must not in the subtransaction of a statement. */
function hasEndedTransaction({ answer }: Outcome): boolean {
  return 'code' in answer && answer.code === '2D000';
}
