import type { Releases } from '../../sim/coverage/index.ts';
import type { TraceStep } from '../../sim/kernel/index.ts';
import { isBlow } from '../../sim/scenario/index.ts';
import { isLoss, isRefusal, isSql, isWait, type SqlDetail } from '../../sim/target/index.ts';
import type { Cast } from './actors.ts';
import type { Transaction, Wait } from './page-data.ts';

/** What lasts longer than a step. */
export type Spans = {
  readonly transactions: readonly Transaction[];
  readonly waits: readonly Wait[];
  /** Index of the transaction or wait that a step is part of, by its number. */
  readonly transactionOf: ReadonlyMap<number, number>;
  readonly waitOf: ReadonlyMap<number, number>;
};

type Open<Span> = { -readonly [Key in keyof Span]: Span[Key] };

const BEGINS = /^\s*(?:begin|start\s+transaction)\b/i;
const COMMITS = /^\s*(?:commit|end)\b/i;
const TO_SAVEPOINT = /\bto\b/i;
const WRITES = /^(?:INSERT|UPDATE|DELETE|MERGE)$/;

/**
 * Finds transactions and waits in a trace. An actor has one of each at a time.
 *
 * @param releases for the step that delivered an answer which had to wait: the step that made it possible
 */
export function spansOf(steps: readonly TraceStep[], cast: Cast, releases: Releases): Spans {
  const finder = new SpanFinder(cast, releases);
  for (const step of steps) finder.read(step);
  return finder;
}

class SpanFinder implements Spans {
  readonly transactions: Open<Transaction>[] = [];
  readonly waits: Open<Wait>[] = [];
  readonly transactionOf = new Map<number, number>();
  readonly waitOf = new Map<number, number>();
  readonly #cast: Cast;
  readonly #releases: Releases;
  readonly #open = new Map<string, Open<Transaction>>();
  readonly #waiting = new Map<string, Open<Wait>>();

  constructor(cast: Cast, releases: Releases) {
    this.#cast = cast;
    this.#releases = releases;
  }

  read({ number, actor, detail }: TraceStep): void {
    if (isBlow(detail)) for (const dead of detail.killed) this.#lose(dead, number, 'lost');
    if (isLoss(detail)) this.#lose(actor, number, detail.isDone ? 'committed' : 'lost');
    if (!isSql(detail) && !isWait(detail)) return;
    if (detail.begins || BEGINS.test(detail.text)) this.#begin(actor, number);
    const transaction = this.#open.get(actor);
    if (transaction) this.transactionOf.set(number, this.transactions.indexOf(transaction));
    if (isWait(detail)) {
      const wait = { actor: this.#cast.of(actor), from: number, to: null, release: null };
      this.waitOf.set(number, this.waits.push(wait) - 1);
      this.#waiting.set(actor, wait);
      return;
    }
    this.#answer(actor, number);
    const end = transaction && endOf(detail);
    if (end) this.#end(actor, number, end);
    else if (transaction && hasWritten(detail)) transaction.writes = [...transaction.writes, number];
  }

  #begin(actor: string, from: number): void {
    const transaction: Open<Transaction> = {
      actor: this.#cast.of(actor),
      from,
      to: null,
      end: 'open',
      writes: [],
    };
    this.transactions.push(transaction);
    this.#open.set(actor, transaction);
  }

  #end(actor: string, to: number, end: Transaction['end']): void {
    Object.assign(this.#open.get(actor) ?? {}, { to, end });
    this.#open.delete(actor);
  }

  #answer(actor: string, to: number): void {
    const wait = this.#waiting.get(actor);
    if (!wait) return;
    this.#waiting.delete(actor);
    this.waitOf.set(to, this.waits.indexOf(wait));
    wait.to = to;
    wait.release = this.#releases.get(to) ?? null;
  }

  #lose(actor: string, step: number, end: Transaction['end']): void {
    this.#end(actor, step, end);
    this.#waiting.delete(actor);
  }
}

/** How a statement has ended its transaction, if it has. */
function endOf({ text, answer }: SqlDetail): Transaction['end'] | undefined {
  if (isRefusal(answer)) return COMMITS.test(text) ? 'rolled back' : undefined;
  if (answer.command === 'COMMIT') return 'committed';
  return answer.command === 'ROLLBACK' && !TO_SAVEPOINT.test(text) ? 'rolled back' : undefined;
}

function hasWritten({ answer }: SqlDetail): boolean {
  return !isRefusal(answer) && WRITES.test(answer.command) && answer.count > 0;
}
