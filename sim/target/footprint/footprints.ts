import type { Access, Footprint } from '../../kernel/index.ts';
import type { SqlAnswer, Statement } from '../target.ts';
import { bind } from './bind.ts';
import type { Catalogue } from './catalogue.ts';
import { readStatement } from './read-statement.ts';
import type { Reading, Touch } from './touch.ts';

/** Whoever may have to wait is part of the order in which waits begin, and of the search for deadlocks. */
const WAITS: Access = { space: 'waits', mode: 'lock' };
/** Locks that keep tables from being altered, and nothing else. */
const TABLES_IN_USE: Access = { space: 'tables in use', mode: 'read' };

/** What may be anything. */
type Anything = undefined;

/** What statements of one database may touch, as its sessions stand now. */
export class Footprints {
  readonly #catalogue: Catalogue;
  readonly #readings = new Map<string, Reading>();
  readonly #sessions = new Set<SessionFootprints>();
  #isStale = false;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** A run begins, with tables as they were when the catalogue was read. */
  reset(): void {
    this.#sessions.clear();
    this.#isStale = false;
  }

  /** A session begins. */
  begin(): SessionFootprints {
    return new SessionFootprints(this);
  }

  /** What a text says of the statement. */
  read(text: string): Reading {
    let reading = this.#readings.get(text);
    if (!reading) {
      reading = readStatement(text, this.#catalogue);
      this.#readings.set(text, reading);
    }
    return reading;
  }

  /** Whether nothing can be told of any statement. */
  get isOpaque(): boolean {
    return this.#isStale || this.#catalogue.isOpaque;
  }

  /** What is known of the database may not be true any more. */
  catalogueMayHaveChanged(): void {
    this.#isStale = true;
  }

  /** Sessions that hold or wait for something. */
  get busy(): Set<SessionFootprints> {
    return this.#sessions;
  }
}

/** What one session's statements may touch. Told of everything that it does. */
export class SessionFootprints {
  readonly #all: Footprints;
  /** What its transaction has locked. */
  #held: readonly Access[] | Anything = [];
  #isInTransaction = false;
  #hasFailed = false;
  #hasSavepoints = false;
  /** Whether it may hold, for as long as it lasts, what nobody has seen it take. */
  #isOpaque = false;
  /** What the statement that waits touches. */
  #waiting: { readonly accesses: readonly Access[] | Anything; hasAnswer(): boolean } | undefined;

  constructor(all: Footprints) {
    this.#all = all;
  }

  /** What a statement would touch that is sent now; undefined if it may be anything. */
  of(statement: Statement): Footprint | undefined {
    if (this.#all.isOpaque || statement.isScript) return undefined;
    const reading = this.#all.read(statement.text);
    if (reading.kind === 'unknown') return undefined;
    if (reading.kind === 'begin' || reading.kind === 'savepoint' || reading.kind === 'release')
      return [TABLES_IN_USE];
    if (reading.kind === 'rows') return this.#ofRows(reading.touches, statement);
    return this.#freeing(reading.kind === 'commit' && !this.#hasFailed ? 'write' : 'lock', []);
  }

  #ofRows(touches: readonly Touch[], statement: Statement): Footprint | undefined {
    if (this.#hasFailed) return [TABLES_IN_USE];
    const own = bind(touches, statement.values ?? []);
    const isOwnTransaction = !this.#isInTransaction && !statement.begins;
    const mayWait = own.some(({ mode }) => mode !== 'read') && this.#mayWait(own);
    const all: readonly Access[] = [
      ...own,
      ...(isOwnTransaction ? published(own) : []),
      ...(mayWait ? [WAITS] : []),
      TABLES_IN_USE,
    ];
    // Whoever fails lets go of what its transaction has locked, and those who wait for that go on.
    return this.#isInTransaction ? this.#freeing('lock', all) : all;
  }

  /** Lets go of everything that the transaction has locked, besides what else is touched. */
  #freeing(mode: 'write' | 'lock', besides: readonly Access[]): Footprint | undefined {
    if (this.#held === undefined || this.#isOpaque) return undefined;
    let freed: readonly Access[] = [...besides, ...this.#held];
    const touched = [
      ...besides,
      ...this.#held.map((access) => (mode === 'write' ? written(access) : access)),
    ];
    const left = new Set(this.#others().filter((each) => each.isWaiting));
    for (let isOver = left.size === 0; !isOver; ) {
      isOver = true;
      for (const each of left) {
        const accesses = each.#waiting?.accesses;
        if (accesses && each.#held && !collide(accesses, freed)) continue;
        if (!accesses || !each.#held) return undefined;
        // Whoever goes on may fail, or end, and then lets go of something, too.
        const further = [...accesses, ...each.#held];
        touched.push(...further, ...(each.#isInTransaction ? [] : published(accesses)));
        freed = [...freed, ...further];
        left.delete(each);
        isOver = false;
      }
    }
    return touched.length === 0 ? [TABLES_IN_USE] : touched;
  }

  /** A statement was executed. */
  executed(statement: Statement, answer: SqlAnswer): void {
    this.#sent(statement);
    this.#ended(statement, answer);
  }

  /** A statement was sent, and has to wait. @param hasAnswer whether its answer has come */
  waits(statement: Statement, hasAnswer: () => boolean): void {
    this.#sent(statement);
    const reading = this.#all.read(statement.text);
    const isKnown = reading.kind === 'rows' && !statement.isScript;
    const accesses = isKnown ? bind(reading.touches, statement.values ?? []) : undefined;
    this.#waiting = { accesses: accesses && [...accesses, WAITS], hasAnswer };
  }

  /** The answer of the statement that had to wait was taken. */
  collected(statement: Statement, answer: SqlAnswer): void {
    this.#waiting = undefined;
    this.#ended(statement, answer);
  }

  /** The session was closed. */
  closed(): void {
    this.#all.busy.delete(this);
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined && !this.#waiting.hasAnswer();
  }

  #sent(statement: Statement): void {
    this.#all.busy.add(this);
    const reading = this.#all.read(statement.text);
    if (statement.begins || reading.kind === 'begin') this.#isInTransaction = true;
    if (reading.kind === 'savepoint') this.#hasSavepoints = true;
    if (reading.kind === 'unknown' || statement.isScript) {
      this.#isOpaque = true;
      if (reading.kind !== 'unknown' || reading.changesCatalogue) this.#all.catalogueMayHaveChanged();
    }
    if (reading.kind !== 'rows' || !this.#isInTransaction || this.#hasFailed) return;
    const taken = bind(reading.touches, statement.values ?? []).filter(({ mode }) => mode !== 'read');
    this.#held &&= distinct([...this.#held, ...taken]);
  }

  #ended(statement: Statement, answer: SqlAnswer): void {
    const { kind } = this.#all.read(statement.text);
    if ('code' in answer) {
      if (!this.#isInTransaction || this.#hasSavepoints) return;
      this.#hasFailed = true;
      this.#held = [];
    }
    if (kind === 'commit' || kind === 'rollback') {
      this.#isInTransaction = false;
      this.#hasFailed = false;
      this.#hasSavepoints = false;
      this.#held = [];
    }
    if (!this.#isInTransaction && !this.#isOpaque && !this.#waiting) this.#all.busy.delete(this);
  }

  #others(): readonly SessionFootprints[] {
    return [...this.#all.busy].filter((each) => each !== this);
  }

  /** Whether somebody may hold, or wait for, what is to be locked. */
  #mayWait(accesses: readonly Access[]): boolean {
    return this.#others().some((each) => {
      if (each.#isOpaque || each.#held === undefined || collide(accesses, each.#held)) return true;
      if (!each.isWaiting) return false;
      const others = each.#waiting?.accesses;
      return others === undefined || collide(accesses, others);
    });
  }
}

/** Whether some of them lock the same. */
function collide(some: readonly Access[], others: readonly Access[]): boolean {
  return some.some(
    (one) =>
      one.mode !== 'read' &&
      others.some(
        (other) =>
          other.mode !== 'read' &&
          one.space === other.space &&
          (one.key === undefined || other.key === undefined || one.key === other.key),
      ),
  );
}

/** What is locked and let go of at once. */
function published(accesses: readonly Access[]): readonly Access[] {
  return accesses.filter(({ mode }) => mode === 'lock').map(written);
}

function written(access: Access): Access {
  return { ...access, mode: 'write' };
}

function distinct(accesses: readonly Access[]): readonly Access[] {
  const byName = new Map(accesses.map((access) => [JSON.stringify(access), access]));
  return [...byName.values()];
}
