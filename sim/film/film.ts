/** A table, as the catalogue describes it. */
export type TableShape = {
  readonly name: string;
  readonly columns: readonly string[];
  /** Indexes of the columns that tell its rows apart: those of the primary key, or all. */
  readonly key: readonly number[];
};

/** A row's values in the order of its table's columns, as PostgreSQL writes them. */
export type TableRow = readonly (string | null)[];

/** A row that came, changed or went, for everybody to see. */
export type RowChange = {
  /** Index of its table. */
  readonly table: number;
  readonly before: TableRow | undefined;
  readonly after: TableRow | undefined;
};

/** What others see changed with a step: what it committed, and what was committed by those whom it let go on. */
export type Frame = { readonly step: number; readonly changes: readonly RowChange[] };

/** A run as somebody saw it who looked at its database after every step. */
export type Film = {
  /** None where the target cannot be looked at while sessions go on. */
  readonly tables: readonly TableShape[];
  /** Steps with changes alone, in order; 0 is what was there before the first. */
  readonly frames: readonly Frame[];
  /** Steps after which somebody's lock kept readers out: their changes are in a later frame. */
  readonly unseen: readonly number[];
  /** What else could have happened in place of a step, for those that were chosen among several. */
  readonly alternatives: ReadonlyMap<number, readonly Alternative[]>;
};

/** Something that could have happened. */
export type Alternative = { readonly actor: string; readonly label: string };
