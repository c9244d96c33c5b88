import { SNAPSHOT, STATIC, TRANSAM } from './layout.ts';
import type { Memory } from './memory.ts';

/** A snapshot: which transactions were under way. */
type SavedSnapshot = {
  /** The fields, the pointers among them of no account. */
  readonly fields: Int32Array;
  readonly transactions: Int32Array;
  readonly subtransactions: Int32Array;
};

/** The snapshots that a statement took before its waits, in their order: so many of one kind, so many of the next. */
export type SnapshotHistory = readonly { readonly count: number; readonly snapshot: SavedSnapshot }[];

/** Where PostgreSQL keeps the snapshot it took last for a statement, and the latest besides that of a transaction. */
type Kind = 'current' | 'latest';

const PLACES: Readonly<Record<Kind, number>> = {
  current: STATIC.currentSnapshotData,
  latest: STATIC.secondarySnapshotData,
};

/**
 * Has a statement that waited see the database as PostgreSQL's does: whatever snapshot it took before the wait, it
 * takes again when it is executed again; those that it takes later are new.
 *
 * A backend uses its last snapshot again as long as no transaction has ended since (procarray.c,
 * `GetSnapshotDataReuse`). So it is given the one from before the wait, and told that no transaction has ended. Rows
 * that were changed meanwhile are then looked at again, as after every wait.
 */
export class SnapshotPin {
  readonly #memory: Memory;
  #history: SnapshotHistory = [];
  #taken = 0;
  /** Of what kind the last snapshot was that was new. */
  #lastNew: Kind | undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** A statement begins, or begins again. */
  begin(history: SnapshotHistory): void {
    this.#unpin();
    this.#history = history;
    this.#taken = 0;
    this.#lastNew = undefined;
  }

  /** The statement is done, or has to wait. @returns what it has taken so far */
  end(): SnapshotHistory {
    const pinned = this.#history.reduce((sum, { count }) => sum + count, 0);
    const history =
      this.#lastNew === undefined
        ? this.#history
        : [...this.#history, { count: this.#taken - pinned, snapshot: this.#save(this.#lastNew) }];
    this.#unpin();
    return history;
  }

  /** Whatever is executed next takes snapshots of its own. */
  #unpin(): void {
    if (this.#history.length > 0) for (const place of Object.values(PLACES)) this.#renew(place);
    this.#history = [];
  }

  /** Called by PostgreSQL whenever a statement is about to take a snapshot. */
  onSnapshot(kind: Kind): number {
    let before = this.#taken;
    this.#taken += 1;
    for (const { count, snapshot } of this.#history) {
      if (before < count) {
        this.#pin(PLACES[kind], snapshot);
        return 0;
      }
      before -= count;
    }
    if (this.#history.length > 0) this.#renew(PLACES[kind]);
    this.#lastNew = kind;
    return 0;
  }

  #save(kind: Kind): SavedSnapshot {
    const place = PLACES[kind];
    const { words } = this.#memory;
    const list = (pointer: number, count: number): Int32Array => {
      const from = this.#memory.read(place + pointer) >> 2;
      return words.slice(from, from + this.#memory.read(place + count));
    };
    return {
      fields: words.slice(place >> 2, (place + SNAPSHOT.length) >> 2),
      transactions: list(SNAPSHOT.transactions, SNAPSHOT.transactionCount),
      subtransactions: list(SNAPSHOT.subtransactions, SNAPSHOT.subtransactionCount),
    };
  }

  /** The backend that is on uses this snapshot. */
  #pin(place: number, { fields, transactions, subtransactions }: SavedSnapshot): void {
    const { words } = this.#memory;
    const lists = [
      [this.#memory.read(place + SNAPSHOT.transactions), transactions],
      [this.#memory.read(place + SNAPSHOT.subtransactions), subtransactions],
    ] as const;
    if (lists.some(([pointer]) => pointer === 0)) return; // it has taken none of this kind: there is nothing to use again
    words.set(fields, place >> 2);
    this.#memory.write(place + SNAPSHOT.transactions, lists[0][0]);
    this.#memory.write(place + SNAPSHOT.subtransactions, lists[1][0]);
    for (const [pointer, list] of lists) words.set(list, pointer >> 2);
    const variables = this.#memory.read(STATIC.transamVariables);
    this.#memory.copyLong(variables + TRANSAM.completionCount, place + SNAPSHOT.completionCount);
  }

  /** The backend that is on takes a new one. */
  #renew(place: number): void {
    this.#memory.write(place + SNAPSHOT.completionCount, 0);
    this.#memory.write(place + SNAPSHOT.completionCount + 4, 0);
  }
}
