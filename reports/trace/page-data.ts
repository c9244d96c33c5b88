/** Everything that a trace page shows. It is written into the page as JSON, and read by its script. */
export type TracePage = {
  readonly title: string;
  /** One to be looked at, or several to choose from; two if they are compared. */
  readonly runs: readonly PageRun[];
  /** How the steps of the two runs lie side by side; null if they are not compared. */
  readonly comparison: Comparison | null;
};

/** One run. Steps, actors, statements and tables refer to each other by index, steps by their numbers from 1. */
export type PageRun = {
  /** In the address of the page. */
  readonly id: string;
  readonly label: string;
  readonly verdict: Verdict | null;
  /** What it is, in one line. */
  readonly summary: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** Replays it, in any shell; empty if there is no such command. */
  readonly command: string;
  /** What has to be known of how the page came about. */
  readonly notes: readonly string[];
  readonly actors: readonly PageActor[];
  readonly groups: readonly PageGroup[];
  readonly statements: readonly string[];
  readonly steps: readonly PageStep[];
  readonly transactions: readonly Transaction[];
  readonly waits: readonly Wait[];
  readonly tables: readonly PageTable[];
  /** What others see changed, by step; 0 is what was there before. */
  readonly frames: readonly (readonly [step: number, changes: readonly PageChange[]])[];
  /** What explains the violation; null if nothing does. */
  readonly story: { readonly actors: readonly number[]; readonly from: number; readonly to: number } | null;
  readonly moments: readonly Moment[];
  /** Tables of which a step's history is made, and how; null where there is none. */
  readonly history: HistoryTable | null;
};

export type Verdict = {
  readonly law: string;
  readonly statement: string;
  readonly sentence: string;
  /** Ids that the sentence speaks of. */
  readonly subjects: readonly string[];
  /** Other laws that the run broke. */
  readonly also: readonly string[];
};

export type PageActor = {
  readonly name: string;
  /** What it does, and for whom. */
  readonly title: string;
  readonly group: number;
  /** Its place among those of its group that are at work at the same time. */
  readonly track: number;
  /** Steps between which it is there. */
  readonly from: number;
  readonly to: number;
};

/** A server, a worker, a client: what has lanes of its own. */
export type PageGroup = { readonly name: string; readonly tracks: number };

export type PageStep = {
  /** Virtual milliseconds since the run began. */
  readonly ms: number;
  readonly actor: number;
  readonly kind: 'sql' | 'wait' | 'lost' | 'call' | 'answer' | 'time' | 'fault' | 'other';
  /** What was done, in a few words. */
  readonly text: string;
  /** What came of it. */
  readonly result?: string;
  /** Whether it was refused, or failed. */
  readonly isBad?: true;
  /** The fault that happened. */
  readonly fault?: string;
  /** Who could have gone on. */
  readonly interrupts?: number;
  readonly statement?: number;
  readonly values?: readonly (string | null)[];
  readonly answer?: PageAnswer;
  /** Who was sent a message, or whose message it is. */
  readonly other?: number;
  /** The message. */
  readonly body?: string;
  readonly transaction?: number;
  readonly wait?: number;
  /** What could have happened instead. */
  readonly instead?: readonly string[];
};

export type PageAnswer =
  | {
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | null)[])[];
      /** Rows that are not shown. */
      readonly more: number;
      readonly count: number;
    }
  | { readonly code: string; readonly message: string; readonly constraint: string; readonly detail: string };

export type Transaction = {
  readonly actor: number;
  readonly from: number;
  /** The step that ended it; null if none did. */
  readonly to: number | null;
  readonly end: 'committed' | 'rolled back' | 'lost' | 'open';
  /** Steps that wrote in it. */
  readonly writes: readonly number[];
};

/** A statement that had to wait for somebody. */
export type Wait = {
  readonly actor: number;
  readonly from: number;
  /** The step that delivered its answer; null if none did. */
  readonly to: number | null;
  /** The step that let it go on; null if it is not known. */
  readonly release: number | null;
};

export type PageTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly number[];
};
export type PageRow = readonly (string | null)[];
export type PageChange = readonly [table: number, before: PageRow | null, after: PageRow | null];

/** A step that matters. */
export type Moment = {
  readonly step: number;
  readonly kind: 'turn' | 'shown' | 'interrupt' | 'fault' | 'refused' | 'end';
  readonly label: string;
  readonly text: string;
  /** What the mark means, and how it was found. */
  readonly meaning: string;
};

/** Names of a table of events, and of the columns that say whose, which, and what. */
export type HistoryTable = {
  readonly table: string;
  readonly owner: string;
  readonly order: string;
  readonly what: string;
  readonly facts: string;
};

export type Comparison = {
  /** Pairs of steps; 0 where one run has none. */
  readonly rows: readonly (readonly [left: number, right: number])[];
  /** Index of the first pair that differs; null if none does. */
  readonly first: number | null;
  /** Indexes of pairs that are the same step with another outcome. */
  readonly differing: readonly number[];
  /** Whether the runs go apart, and where. */
  readonly title: string;
  /** What either of them goes on with there; empty if they do not. */
  readonly sentence: string;
};
