import { isTime, type TraceStep } from '../../sim/kernel/index.ts';
import { isAnswer, isCall } from '../../sim/network/index.ts';
import { isBlow } from '../../sim/scenario/index.ts';
import { isLoss, isRefusal, isSql, isWait, type SqlDetail } from '../../sim/target/index.ts';
import { faultText } from '../fault-text.ts';
import { lossOf } from '../interleaving.ts';
import { summarizeSql } from '../sql-summary.ts';
import { answerText } from '../statement-text.ts';
import type { Cast } from './actors.ts';
import type { PageAnswer, PageStep } from './page-data.ts';

/** What of a step is in the step itself; who has interrupted whom, and spans, come from others. */
type Described = Omit<PageStep, 'ms' | 'actor' | 'interrupts' | 'transaction' | 'wait' | 'instead'>;

/** Rows of an answer, and characters of a value, that a page holds. */
const MOST_ROWS = 200;
const LONGEST_VALUE = 20_000;

/** Tells each different statement once. */
export class Statements {
  readonly texts: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.texts.push(text) - 1;
      this.#indexes.set(text, index);
    }
    return index;
  }
}

/** Says what happened in a step. @param time when the step before was taken */
export function describeStep(step: TraceStep, cast: Cast, statements: Statements, time: number): Described {
  const { detail, fault } = step;
  const described = describe(step, cast, statements, time);
  if (fault === undefined) return described;
  const isOfStatement = isSql(detail) || isLoss(detail);
  return isOfStatement
    ? { ...described, fault, result: `⚡ ${fault}: ${described.result ?? ''}` }
    : { ...described, kind: 'fault', fault, text: faultText(step) };
}

function describe(step: TraceStep, cast: Cast, statements: Statements, time: number): Described {
  const { detail } = step;
  if (isSql(detail)) {
    const { statement: text, answer: result = '', isRefused } = summarizeSql(detail);
    const answer = answerOf(detail);
    const told = Array.isArray(rowsOf(detail)[0]) ? answerText(detail.answer) : result;
    return { kind: 'sql', text, ...badIf(isRefused), result: told, ...sent(detail, statements), answer };
  }
  if (isWait(detail)) {
    return {
      kind: 'wait',
      text: summarizeSql(detail).statement,
      result: 'waits',
      ...sent(detail, statements),
    };
  }
  if (isLoss(detail)) {
    const { text, result = '' } = lossOf({ ...step, detail });
    return { kind: 'lost', text, result, isBad: true, ...sent(detail, statements) };
  }
  if (isCall(detail)) {
    const { operation, handler, request } = detail;
    const other = cast.of(handler);
    return {
      kind: 'call',
      text: `calls ${cast.actors[other]?.title ?? operation}`,
      other,
      body: written(request),
    };
  }
  if (isAnswer(detail)) {
    const { operation, handler, response } = detail;
    const text = `gets the answer to ${operation}`;
    const result = 'error' in response ? `✗ ${response.error}` : labelOf(response.value);
    const body = 'error' in response ? response.error : written(response.value);
    return { kind: 'answer', text, result, ...badIf('error' in response), other: cast.of(handler), body };
  }
  if (isTime(detail)) {
    const woke = detail.woke.map((name) => cast.actors[cast.of(name)]?.title ?? name);
    const passed = `${((detail.to - time) / 1_000).toLocaleString('en-US')} s pass`;
    return {
      kind: 'time',
      text: passed,
      ...(woke.length > 0 ? { result: `${clip(woke.join(', '), 200)} go on` } : {}),
    };
  }
  if (isBlow(detail)) return { kind: 'fault', text: detail.what };
  return { kind: 'other', text: detail.kind, body: written(detail) };
}

function sent(
  { text, values }: Pick<SqlDetail, 'text' | 'values'>,
  statements: Statements,
): Pick<PageStep, 'statement' | 'values'> {
  return { statement: statements.indexOf(text), values: values.map(cell) };
}

function answerOf({ answer }: SqlDetail): PageAnswer {
  if (isRefusal(answer)) {
    const { code, message, constraint = '', detail = '' } = answer;
    return { code, message, constraint, detail };
  }
  const { rows, count, columns } = answer;
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.slice(0, MOST_ROWS).map((row) => Object.values(row).map(cell)),
    more: Math.max(0, rows.length - MOST_ROWS),
    count,
  };
}

function rowsOf({ answer }: SqlDetail): readonly object[] {
  return isRefusal(answer) ? [] : answer.rows;
}

/** A value as text; null is none. */
function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return clip(
    typeof value === 'object' ? written(value) : `${value as string | number | boolean | bigint}`,
    LONGEST_VALUE,
  );
}

function written(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each), 1) ?? ''
  );
}

/** What an answer says, in a word or two. */
function labelOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return clip(written(value), 60);
  const { type, status } = value as { readonly type?: unknown; readonly status?: unknown };
  if (typeof type === 'string') return type;
  if (typeof status === 'string') return status;
  const [[name, fact] = ['nothing', null]] = Object.entries(value);
  if (fact === null) return `no ${name}`;
  const { id } = fact as { readonly id?: unknown };
  return clip(typeof id === 'string' ? `${name} ${id}` : JSON.stringify(value), 60);
}

function badIf(isBad: boolean): { readonly isBad?: true } {
  return isBad ? { isBad } : {};
}

function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1)}… (${(text.length - length + 1).toLocaleString('en-US')} more)`;
}
