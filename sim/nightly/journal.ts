import { JournalEntry, type NightPlan } from './journal-entry.ts';
import { JournalError, JournalFile, readLines } from './journal-file.ts';
import type { NightState } from './night-state.ts';

/**
 * So large a journal grows, in bytes, before what its runs came to is added up and written in their place: one sum is
 * some megabytes at most, whatever the number of runs.
 */
const MOST_BYTES = 64 * 2 ** 20;

/** What a night has done, on the disk as soon as it is done, and in memory as its sum. */
export class Journal {
  readonly state: NightState;
  readonly #file: JournalFile;
  readonly #mostBytes: number;

  /**
   * Goes on with a journal, or begins one, if there is none.
   *
   * @param state of the plan that it is of, in which nothing is done
   */
  constructor(file: string, state: NightState, mostBytes = MOST_BYTES) {
    this.#file = new JournalFile(file);
    this.#mostBytes = mostBytes;
    this.state = state;
    if (this.#file.size === 0) for (const entry of state.entries()) this.#file.append(JSON.stringify(entry));
    else for (const entry of readEntries(file)) state.take(entry);
  }

  /** Something is done. */
  add(entry: JournalEntry): void {
    this.#file.append(JSON.stringify(entry));
    this.state.take(entry);
    if (this.#file.size > this.#mostBytes) this.#file.replace(linesOf(this.state.entries()));
  }

  /** The night is over: what only going on with it would need is left out. */
  end(): void {
    const entries = [...this.state.entries().map(withoutSightings), { type: 'end' as const }];
    this.#file.replace(linesOf(entries));
    this.state.take({ type: 'end' });
  }

  close(): void {
    this.#file.close();
  }
}

/**
 * The plan of a journal, and whether its night is over.
 *
 * @throws {JournalError} when it is no journal of this version
 */
export function readPlan(file: string): { readonly plan: NightPlan; readonly isOver: boolean } {
  const entries = readEntries(file);
  const [first] = entries;
  if (first?.type !== 'night') throw new JournalError(`${file} does not begin as a journal of a night does`);
  return { plan: first.plan, isOver: entries.at(-1)?.type === 'end' };
}

function readEntries(file: string): readonly JournalEntry[] {
  return readLines(file).map((line, index) => {
    try {
      return JournalEntry.parse(JSON.parse(line));
    } catch (cause) {
      throw new JournalError(`line ${index + 1} of ${file} is no entry of a journal of this version`, {
        cause,
      });
    }
  });
}

function linesOf(entries: readonly JournalEntry[]): readonly string[] {
  return entries.map((entry) => JSON.stringify(entry));
}

function withoutSightings(entry: JournalEntry): JournalEntry {
  if (entry.type !== 'runs') return entry;
  const { coverage } = entry.part;
  const nothing = { mask: 0, things: {} };
  return { ...entry, part: { ...entry.part, coverage: { ...coverage, traces: nothing, orders: nothing } } };
}
