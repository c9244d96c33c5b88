import type { Film, Frame, TableRow } from './film.ts';

/** The committed rows of a run's tables, moved from step to step. */
export class TablesAt {
  readonly #film: Film;
  /** Rows of each table, by what tells them apart. */
  readonly #rows: readonly Map<string, TableRow>[];

  /** As they are in the end. */
  constructor(film: Film) {
    this.#film = film;
    this.#rows = film.tables.map(() => new Map());
    for (const frame of film.frames) this.#apply(frame, 'forward');
  }

  /** Takes a frame back: the tables are as they were before its step. */
  takeBack(frame: Frame): void {
    this.#apply(frame, 'back');
  }

  /** The rows of a table by column; none if there is no such table. */
  rowsOf(name: string): readonly Readonly<Record<string, string | null>>[] {
    const index = this.#film.tables.findIndex((table) => table.name === name);
    const columns = this.#film.tables[index]?.columns ?? [];
    return [...(this.#rows[index]?.values() ?? [])].map((row) =>
      Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])),
    );
  }

  #apply({ changes }: Frame, direction: 'forward' | 'back'): void {
    for (const { table, before, after } of changes) {
      const [from, to] = direction === 'forward' ? [before, after] : [after, before];
      const rows = this.#rows[table];
      if (from) rows?.delete(this.#nameOf(table, from));
      if (to) rows?.set(this.#nameOf(table, to), to);
    }
  }

  #nameOf(table: number, row: TableRow): string {
    return JSON.stringify(this.#film.tables[table]?.key.map((index) => row[index]));
  }
}
