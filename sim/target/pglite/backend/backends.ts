import type { HashTables } from './hash-tables.ts';
import {
  AIO,
  CONTEXT,
  HASH,
  PLPGSQL,
  PRIVATE,
  PROC,
  REPEATABLE_READ,
  SNAPSHOT,
  STATIC,
  TRANSACTION,
  USERS,
  WAIT_STATUS,
} from './layout.ts';
import type { Memory } from './memory.ts';
import { Invalidations } from './invalidations.ts';
import { MemoryParts } from './memory-parts.ts';
import { Settings, type SettingsImage } from './settings.ts';

/** Functions of PGlite's module that sessions need: pointers are numbers. */
export type BackendFunctions = {
  malloc(size: number): number;
  hash_seq_init(status: number, table: number): void;
  hash_seq_search(status: number): number;
  hash_search(table: number, key: number, action: number, found: number): number;
  hash_create(name: number, size: number, control: number, flags: number): number;
  AllocSetContextCreateInternal(
    parent: number,
    name: number,
    minimal: number,
    initial: number,
    maximal: number,
  ): number;
  BeginInternalSubTransaction(name: number): void;
  ReleaseCurrentSubTransaction(): void;
  RollbackAndReleaseCurrentSubTransaction(): void;
  AbortCurrentTransaction(): void;
  LockAcquire(tag: number, mode: number, isSessionLock: number, dontWait: number): number;
  LockRelease(tag: number, mode: number, isSessionLock: number): number;
  skein_InitProcess(): void;
  skein_ProcArrayAdd(proc: number): void;
  skein_InvalidateSystemCaches(): void;
};

/** Process identifiers of backends begin after this one. */
const FIRST_PID = 1_000;

const PRIVATE_PARTS = new MemoryParts(PRIVATE);

/** One session's backend: what PostgreSQL keeps in a process of its own, as long as another one is on. */
export class VirtualBackend {
  /** Address of its `PGPROC`, by which other backends see it. */
  readonly proc: number;
  /** Its process, as it tells it. */
  readonly pid: number;
  /** Its private variables, as long as it is not on. */
  image: Int32Array = new Int32Array();
  /** Its settings, as long as it is not on; undefined if they are everybody's. */
  settings: SettingsImage | undefined;
  /** Whether it has ever set something for more than a transaction. */
  hasOwnSettings = false;
  /** How far it has heard of changes to the catalogue. */
  catalogVersion = 0;
  /** Its variables in PL/pgSQL's module. */
  language: Int32Array | undefined;

  constructor(proc: number, pid: number) {
    this.proc = proc;
    this.pid = pid;
  }
}

/**
 * Several backends in one PGlite. PostgreSQL gives every session a process; what a process has for itself comes down
 * to a few hundred words of static memory, the rest being shared memory, or caches that hold for everybody. Each
 * backend here has a `PGPROC` of its own, so that locks, snapshots and deadlocks between them are PostgreSQL's; one of
 * them is on at a time, and to switch is to exchange those words.
 */
export class Backends {
  readonly memory: Memory;
  readonly #functions: BackendFunctions;
  readonly #settings: Settings;
  readonly #commonSettings: SettingsImage;
  /** The private variables of a backend that has done nothing yet. */
  readonly #pristine: Int32Array;
  readonly #main: VirtualBackend;
  readonly #scratch: number;
  readonly #tables: HashTables;
  readonly #commonTable: number;
  readonly #language: MemoryParts;
  readonly #pristineLanguage: Int32Array;
  readonly #names = new Map<string, number>();
  readonly #all: VirtualBackend[];
  readonly #invalidations: Invalidations;
  #current: VirtualBackend;

  /**
   * Takes the backend that PGlite booted with as the first, between two messages and without a transaction.
   *
   * @param language where PL/pgSQL's module is loaded
   */
  constructor(memory: Memory, functions: BackendFunctions, tables: HashTables, language: number) {
    this.memory = memory;
    this.#functions = functions;
    this.#settings = new Settings(memory);
    this.#commonSettings = this.#settings.save();
    this.#language = new MemoryParts([[language + PLPGSQL.from, language + PLPGSQL.to]]);
    this.#pristineLanguage = this.#language.save(memory);
    this.#scratch = functions.malloc(HASH.controlLength);
    this.#tables = tables;
    this.#commonTable = memory.read(STATIC.gucHashTable);
    this.#pristine = PRIVATE_PARTS.save(memory);
    this.#main = new VirtualBackend(memory.read(STATIC.myProc), memory.read(STATIC.myProcPid));
    this.#current = this.#main;
    this.#all = [this.#main];
    this.#invalidations = new Invalidations(memory, this.#main.pid);
  }

  /** The backend that PGlite booted with. */
  get main(): VirtualBackend {
    return this.#main;
  }

  get current(): VirtualBackend {
    return this.#current;
  }

  /** Begins another backend. It is on afterwards. */
  create(): VirtualBackend {
    const hadOwnCatalogue = this.hasChangedCatalogue;
    this.#leave();
    const { memory } = this;
    PRIVATE_PARTS.restore(memory, this.#pristine);
    this.#language.restore(memory, this.#pristineLanguage);
    this.#settings.restore(this.#commonSettings);
    const pid = FIRST_PID + this.#all.length;
    this.#makeOwnTables();
    this.#makeProcess(pid);
    this.#invalidations.hearAs(memory.read(STATIC.myProcNumber));
    this.#current = new VirtualBackend(memory.read(STATIC.myProc), pid);
    this.#all.push(this.#current);
    this.#forgetCatalogue(hadOwnCatalogue);
    return this.#current;
  }

  /**
   * Makes a backend the one that is on.
   *
   * @param first is done before anything is read from the catalogue: for a backend that was stopped in mid-statement
   */
  switchTo<Result>(backend: VirtualBackend, first: () => Result): Result;
  switchTo(backend: VirtualBackend): void;
  switchTo(backend: VirtualBackend, first: () => unknown = () => undefined): unknown {
    if (backend === this.#current) return first();
    const { memory } = this;
    const hadOwnCatalogue = this.hasChangedCatalogue;
    const hadOwnSettings = this.#leave();
    PRIVATE_PARTS.restore(memory, backend.image);
    this.#invalidations.hearAs(memory.read(STATIC.myProcNumber));
    if (backend.language) this.#language.restore(memory, backend.language);
    if (backend.settings) this.#settings.restore(backend.settings);
    else if (hadOwnSettings) this.#settings.restore(this.#commonSettings);
    this.#current = backend;
    const isChanged = hadOwnCatalogue || this.hasChangedCatalogue;
    const result = first();
    this.#forgetCatalogue(isChanged || this.hasChangedCatalogue);
    return result;
  }

  /**
   * To be called after each statement: what the backend that is on has just told others of the catalogue it knows
   * itself. @returns whether there was something
   */
  noteCatalogue(): boolean {
    const hasChanged = this.#current.catalogVersion !== this.#invalidations.count;
    this.#current.catalogVersion = this.#invalidations.count;
    return hasChanged;
  }

  /** Whether others have transactions, which may be reading files that only the backend that is on knows to be unused. */
  mustKeepFiles(): boolean {
    return this.#all.some(
      ({ proc }) => proc !== this.#current.proc && this.memory.read(proc + PROC.localTransaction) !== 0,
    );
  }

  /** Whether a backend waits for a lock. */
  isWaiting(backend: VirtualBackend): boolean {
    return this.memory.read(backend.proc + PROC.waitStatus) === WAIT_STATUS.waiting;
  }

  /** `TBlockState` of the backend that is on. */
  get blockState(): number {
    return this.memory.read(this.memory.read(STATIC.currentTransactionState) + TRANSACTION.blockState);
  }

  set blockState(state: number) {
    this.memory.write(this.memory.read(STATIC.currentTransactionState) + TRANSACTION.blockState, state);
  }

  /** Whether the transaction of the backend that is on has one snapshot for all of its statements. */
  get hasOneSnapshot(): boolean {
    return this.memory.read(STATIC.xactIsoLevel) >= REPEATABLE_READ;
  }

  /** How many transactions there are inside each other, in the backend that is on. */
  get nestingLevel(): number {
    return this.memory.read(this.memory.read(STATIC.currentTransactionState) + TRANSACTION.nestingLevel);
  }

  /** Address of a text, made once. */
  text(text: string): number {
    let address = this.#names.get(text);
    if (address === undefined) {
      const bytes = Buffer.from(`${text}\0`);
      address = this.#functions.malloc(bytes.length);
      this.memory.bytes.set(bytes, address);
      this.#names.set(text, address);
    }
    return address;
  }

  /** Saves what the backend that is on has for itself. Tells whether that includes settings. */
  #leave(): boolean {
    const backend = this.#current;
    backend.image = PRIVATE_PARTS.save(this.memory, backend.image.length > 0 ? backend.image : undefined);
    backend.language = this.#language.save(this.memory, backend.language);
    const hasOwn = backend.hasOwnSettings || this.#settings.hasTransient;
    backend.settings = hasOwn ? this.#settings.save() : undefined;
    return hasOwn;
  }

  /**
   * Caches of the catalogue are everybody's. They hold no more when a transaction that has changed the catalogue comes
   * or goes; and a transaction that was open while another one changed it may see it in an old snapshot.
   */
  #forgetCatalogue(isChanged: boolean): void {
    const backend = this.#current;
    const version = this.#invalidations.count;
    const isOld = backend.catalogVersion !== version && this.blockState !== 0;
    backend.catalogVersion = version;
    if (isChanged || isOld) this.#functions.skein_InvalidateSystemCaches();
  }

  /** Whether the transaction of the backend that is on has changed the catalogue. */
  get hasChangedCatalogue(): boolean {
    return this.memory.read(STATIC.transInvalInfo) !== 0;
  }

  /** What must not be the same for two backends though it lies elsewhere than in static memory. */
  #makeOwnTables(): void {
    const { memory } = this;
    for (const snapshot of [
      STATIC.currentSnapshotData,
      STATIC.secondarySnapshotData,
      STATIC.catalogSnapshotData,
    ]) {
      memory.write(snapshot + SNAPSHOT.transactions, 0);
      memory.write(snapshot + SNAPSHOT.subtransactions, 0);
      memory.write(snapshot + SNAPSHOT.completionCount, 0);
      memory.write(snapshot + SNAPSHOT.completionCount + 4, 0);
    }
    memory.write(STATIC.topTransactionContext, 0);
    this.forgetSequences();
    memory.write(STATIC.spiStack, 0);
    memory.write(STATIC.spiCurrent, 0);
    memory.write(STATIC.spiStackDepth, 0);
    memory.write(STATIC.spiConnected, -1);
    memory.write(STATIC.lockMethodLocalHash, this.#createTable(HASH.localLocks));
    memory.write(STATIC.portalHashTable, this.#createTable(HASH.portals));
    const context = this.#functions.AllocSetContextCreateInternal(
      memory.read(STATIC.topMemoryContext),
      this.text('MessageContext'),
      0,
      CONTEXT.initialSize,
      CONTEXT.maximalSize,
    );
    memory.write(STATIC.messageContext, context);
    memory.write(STATIC.currentMemoryContext, context);
  }

  /** Everybody's settings for the backend that is on. It must have no transaction. */
  resetSettings(): void {
    this.#settings.restore(this.#commonSettings);
    this.#current.hasOwnSettings = false;
    const { memory } = this;
    for (const [from, to] of USERS) {
      for (let address = from; address < to; address += 4) {
        memory.write(address, PRIVATE_PARTS.wordIn(this.#pristine, address));
      }
    }
  }

  /** Puts another table of prepared statements in place, and returns the one that was there. */
  exchangePrepared(table: number): number {
    const former = this.memory.read(STATIC.preparedQueries);
    this.memory.write(STATIC.preparedQueries, table);
    return former;
  }

  /** No value has been drawn of any sequence, as far as the session that is on remembers. */
  forgetSequences(): void {
    this.memory.write(STATIC.lastUsedSequence, 0);
    this.memory.write(STATIC.sequenceTable, 0);
  }

  /**
   * Gives the session that is on a table of settings of its own, so that names that it adds are not known to others.
   * What is known to all stays what it is.
   */
  ownSettings(): void {
    this.#current.hasOwnSettings = true;
    const { memory } = this;
    const common = memory.read(STATIC.gucHashTable);
    if (common !== this.#commonTable) return;
    const own = this.#createTable(HASH.settings, common);
    const found = this.#scratch;
    for (const entry of this.#tables.entries(common)) {
      const copy = this.#functions.hash_search(own, entry, HASH.enter, found);
      memory.write(copy, memory.read(entry));
      memory.write(copy + 4, memory.read(entry + 4));
    }
    memory.write(STATIC.gucHashTable, own);
  }

  /** @param like a table whose functions it takes over */
  #createTable(
    { name, size, key, entry, flags }: (typeof HASH)['portals' | 'localLocks' | 'settings'],
    like?: number,
  ): number {
    const { memory } = this;
    const text = this.text(name);
    memory.bytes.fill(0, this.#scratch, this.#scratch + HASH.controlLength);
    memory.write(this.#scratch + HASH.keySize, key);
    memory.write(this.#scratch + HASH.entrySize, entry);
    if (like !== undefined) {
      memory.write(this.#scratch + HASH.hashFunction, memory.read(like + HASH.tableHashFunction));
      memory.write(this.#scratch + HASH.matchFunction, memory.read(like + HASH.tableMatchFunction));
    }
    return this.#functions.hash_create(text, size, this.#scratch, flags);
  }

  /** Gives the backend that is on a `PGPROC`. What else PostgreSQL does at that point must not happen again. */
  #makeProcess(pid: number): void {
    const { memory } = this;
    const exits = memory.read(STATIC.onShmemExitIndex);
    const { deadlockWorkspace, deadlockWorkspaceEnd } = STATIC;
    const workspace = memory.words.slice(deadlockWorkspace >> 2, deadlockWorkspaceEnd >> 2);
    memory.write(STATIC.myProcPid, pid);
    memory.write(STATIC.myProc, 0);
    this.#functions.skein_InitProcess();
    const proc = memory.read(STATIC.myProc);
    this.#functions.skein_ProcArrayAdd(proc);
    memory.write(STATIC.onShmemExitIndex, exits);
    memory.words.set(workspace, deadlockWorkspace >> 2);
    memory.write(proc + PROC.databaseId, memory.read(this.#main.proc + PROC.databaseId));
    memory.write(proc + PROC.roleId, memory.read(this.#main.proc + PROC.roleId));
    const states = memory.read(memory.read(STATIC.pgaioControl) + AIO.backends);
    memory.write(STATIC.pgaioMyBackend, states + AIO.backendSize * memory.read(STATIC.myProcNumber));
  }
}
