/**
 * @import { PageChange, PageRow, PageRun } from '../page-data.ts'
 * @typedef {{ readonly row: PageRow, readonly since: number }} KnownRow a row, and the step that made it as it is
 */

/** The committed rows of a run's tables, as they are after any of its steps. */
export class TablesAt {
  /** @type {PageRun} */
  #run;
  /** Frames that are applied. */
  #applied = 0;
  /** @type {Map<string, KnownRow>[]} */
  #rows = [];

  /** @param {PageRun} run */
  constructor(run) {
    this.#run = run;
    this.#rows = run.tables.map(() => new Map());
  }

  /**
   * The rows of all tables, each table's in the order of its keys.
   *
   * @param {number} step
   * @returns {readonly (readonly KnownRow[])[]}
   */
  after(step) {
    const { frames, tables } = this.#run;
    const last = frames[this.#applied - 1];
    if (last && last[0] > step) {
      this.#applied = 0;
      this.#rows = tables.map(() => new Map());
    }
    for (;;) {
      const frame = frames[this.#applied];
      if (!frame || frame[0] > step) break;
      for (const change of frame[1]) this.#apply(change, frame[0]);
      this.#applied += 1;
    }
    return this.#rows.map((rows, table) =>
      [...rows.values()].sort((one, other) => this.#order(table, one.row, other.row)),
    );
  }

  /**
   * What others see changed with a step.
   *
   * @param {number} step
   * @returns {readonly PageChange[]}
   */
  changedBy(step) {
    return this.#run.frames.find(([number]) => number === step)?.[1] ?? [];
  }

  /** @param {PageChange} change @param {number} since */
  #apply([table, before, after], since) {
    const rows = this.#rows[table];
    if (before) rows?.delete(this.#nameOf(table, before));
    if (after) rows?.set(this.#nameOf(table, after), { row: after, since });
  }

  /** @param {number} table @param {PageRow} row */
  #nameOf(table, row) {
    return JSON.stringify(this.#keyOf(table, row));
  }

  /** @param {number} table @param {PageRow} row */
  #keyOf(table, row) {
    return (this.#run.tables[table]?.key ?? []).map((index) => row[index] ?? '');
  }

  /** Numbers by their size, whatever else by its letters. @param {number} table @param {PageRow} one @param {PageRow} other */
  #order(table, one, other) {
    const [mine, theirs] = [this.#keyOf(table, one), this.#keyOf(table, other)];
    for (const [index, value] of mine.entries()) {
      const order = value.localeCompare(theirs[index] ?? '', 'en', { numeric: true });
      if (order !== 0) return order;
    }
    return 0;
  }
}
