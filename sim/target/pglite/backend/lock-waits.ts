import type { BackendFunctions, Backends } from './backends.ts';
import type { HashTables } from './hash-tables.ts';
import { BLOCK, LOCAL_LOCK, LOCK_TAG, PROC, STATIC, TRANSACTION } from './layout.ts';

/** A statement that waits for a lock: its place in the lock's queue is PostgreSQL's own. */
export type LockWait = {
  readonly lock: number;
  readonly owner: number;
  readonly strongLock: number;
  /** How many transactions there were inside each other. */
  readonly nestingLevel: number;
  /** What PostgreSQL said when it was stopped. */
  readonly reply: Buffer;
};

/** A lock that was granted while nobody was there to take it, held until the statement has taken it again. */
export type Hold = {
  readonly tag: Uint8Array;
  readonly mode: number;
  /** Address of what the backend knows of it. */
  readonly lock: number;
};

/** What becomes of a statement that has to wait: it stays in the queue, or gives up. */
type Policy = 'queue' | 'give-up';

/** More polls than any statement needs: the backend does not heed that it was cancelled. */
const TOO_MANY_POLLS = 1_000;

/**
 * Stops a statement that has to wait, and lets it go on when its lock is granted.
 *
 * A WebAssembly stack cannot be left and entered again. So a wait is cut short by a cancel request, but of the lock's
 * queue nobody is told: the backend's `PGPROC` stays in it, PostgreSQL grants it the lock when its turn has come, and
 * counts it when it looks for deadlocks. What the statement did so far stays, too, in a subtransaction that is rolled
 * back only when the statement is executed again, which then finds its lock granted.
 */
export class LockWaits {
  readonly #backends: Backends;
  readonly #functions: BackendFunctions;
  readonly #scratch: number;
  readonly #tables: HashTables;
  #policy: Policy | undefined;
  #polls = 0;
  /** The lock for which PostgreSQL has looked for a deadlock already. */
  #examined = 0;
  #stopped: Omit<LockWait, 'reply'> | 'gave-up' | undefined;

  constructor(backends: Backends, functions: BackendFunctions, tables: HashTables) {
    this.#backends = backends;
    this.#functions = functions;
    this.#scratch = functions.malloc(LOCAL_LOCK.tagLength);
    this.#tables = tables;
  }

  /**
   * Sends something to the backend that is on.
   *
   * @param send calls `beforeRecovery` whenever the backend reports an error, before it cleans up
   * @returns what the backend said; or the wait, if it has to wait and is to stay in the queue
   */
  attempt(policy: Policy, send: (beforeRecovery: () => void) => Buffer): Buffer | LockWait {
    this.#policy = policy;
    this.#polls = 0;
    this.#examined = 0;
    this.#stopped = undefined;
    try {
      const reply = send(() => {
        // Who only waits has not failed: PostgreSQL believes the subtransaction to be aborted already.
        if (typeof this.#stopped === 'object') this.#backends.blockState = BLOCK.subAbort;
      });
      const stopped = this.#stopped as Omit<LockWait, 'reply'> | 'gave-up' | undefined;
      if (typeof stopped !== 'object') return reply;
      this.#backends.blockState = BLOCK.subInProgress;
      return { ...stopped, reply: Buffer.from(reply) };
    } finally {
      this.#policy = undefined;
    }
  }

  /** Whether the last attempt had to wait and gave up. */
  get hasGivenUp(): boolean {
    return this.#stopped === 'gave-up';
  }

  /**
   * Rolls back what a statement did before it had to wait, once the lock is granted, so that it can be executed again.
   * The backend has to be on.
   *
   * @param held locks of earlier waits that are held already
   * @returns that lock, and those that the statement had when it began to wait: nobody is to get between
   */
  wake({ lock }: LockWait, held: readonly Hold[]): readonly Hold[] {
    const { memory } = this.#backends;
    const known = new Set([lock, ...held.map((hold) => hold.lock)]);
    const kept = this.#localLocks().filter((each) => !known.has(each));
    for (const each of kept) this.#functions.LockAcquire(each, memory.read(each + LOCAL_LOCK.mode), 1, 0);
    memory.write(STATIC.awaitedLock, lock);
    memory.write(STATIC.awaitedOwner, 0); // nobody: so it outlives the subtransaction
    this.#functions.RollbackAndReleaseCurrentSubTransaction();
    return [lock, ...kept].map((each) => this.#holdOf(each));
  }

  #holdOf(lock: number): Hold {
    const { memory } = this.#backends;
    const tag = memory.bytes.slice(lock, lock + LOCAL_LOCK.tagLength);
    return { tag, mode: memory.read(lock + LOCAL_LOCK.mode), lock };
  }

  /** Locks that the backend that is on has, but for those by which others wait for the end of its transactions. */
  #localLocks(): readonly number[] {
    const { memory } = this.#backends;
    return this.#tables.entries(memory.read(STATIC.lockMethodLocalHash)).filter((lock) => {
      const type = memory.bytes[lock + LOCK_TAG.type] ?? 0;
      const isOfTransaction = type >= LOCK_TAG.transaction && type <= LOCK_TAG.speculative;
      return !isOfTransaction && memory.readLong(lock + LOCAL_LOCK.count) > 0;
    });
  }

  /** Leaves the queue, and rolls back what the statement did. The backend has to be on. */
  abandon({ lock, owner, strongLock }: LockWait): void {
    const { memory } = this.#backends;
    memory.write(STATIC.awaitedLock, lock);
    memory.write(STATIC.awaitedOwner, owner);
    memory.write(STATIC.strongLockInProgress, strongLock);
    this.#functions.RollbackAndReleaseCurrentSubTransaction();
  }

  /** Whether the statement has taken the lock itself, besides. */
  isTaken({ lock }: Hold): boolean {
    return this.#backends.memory.readLong(lock + LOCAL_LOCK.count) > 1;
  }

  /** Lets go of a lock that the statement has taken itself by now, or no longer needs. */
  release({ tag, mode }: Hold): void {
    this.#backends.memory.bytes.set(tag, this.#scratch);
    this.#functions.LockRelease(this.#scratch, mode, 1);
  }

  /**
   * Ends the subtransaction of a statement that is done. PostgreSQL lets go of a subtransaction's own lock then, and
   * whoever waits for it goes on to wait for the whole transaction: but it is to be released with the savepoint that
   * the statement belongs to.
   */
  commit(): void {
    const { memory } = this.#backends;
    const transaction = memory.read(memory.read(STATIC.currentTransactionState) + TRANSACTION.id);
    if (transaction !== 0) {
      memory.bytes.fill(0, this.#scratch, this.#scratch + LOCK_TAG.length);
      memory.write(this.#scratch, transaction);
      memory.bytes[this.#scratch + LOCK_TAG.type] = LOCK_TAG.transaction;
      memory.bytes[this.#scratch + LOCK_TAG.method] = LOCK_TAG.defaultMethod;
      this.#functions.LockAcquire(this.#scratch, LOCK_TAG.exclusive, 0, 0);
    }
    this.#functions.ReleaseCurrentSubTransaction();
  }

  /**
   * Called by PostgreSQL whenever it has to wait for something: first it is made to look for a deadlock, at once and
   * not after `deadlock_timeout`; if there is none, it is stopped.
   */
  poll(): number {
    if (!this.#policy || (this.#polls += 1) > TOO_MANY_POLLS) {
      throw new Error('PGlite waits for something that nobody will bring about');
    }
    const { memory } = this.#backends;
    const lock = memory.read(memory.read(STATIC.myProc) + PROC.waitLock);
    if (lock !== 0 && lock !== this.#examined) {
      this.#examined = lock;
      memory.write(STATIC.gotDeadlockTimeout, 1);
    } else {
      if (lock !== 0 && this.#policy === 'queue') {
        this.#stopped = {
          lock: memory.read(STATIC.awaitedLock),
          owner: memory.read(STATIC.awaitedOwner),
          strongLock: memory.read(STATIC.strongLockInProgress),
          nestingLevel: this.#backends.nestingLevel,
        };
        memory.write(STATIC.awaitedLock, 0);
        memory.write(STATIC.strongLockInProgress, 0);
      } else this.#stopped = 'gave-up';
      memory.write(STATIC.interruptPending, 1);
      memory.write(STATIC.queryCancelPending, 1);
    }
    memory.write(memory.read(STATIC.myLatch), 1); // set: go and look
    return 0;
  }
}
