import { isRefusal, type SqlDetail, type WaitDetail } from '../sim/target/index.ts';

/** A statement and its answer, in a few words each; without an answer as long as it has to wait. */
export type SqlSummary = {
  readonly statement: string;
  readonly answer: string | undefined;
  readonly isRefused: boolean;
};

const LONGEST_VALUE = 28;

/** Shortens a statement to what matters in an interleaving: the verb, the table, what is written, what came back. */
export function summarizeSql(detail: SqlDetail | WaitDetail): SqlSummary {
  const { text, begins } = detail;
  const sql = text.replaceAll(/\s+/g, ' ').trim();
  const statement = (begins ? 'BEGIN · ' : '') + describeStatement(sql, detail.values);
  if (detail.kind === 'wait') return { statement, answer: undefined, isRefused: false };
  const { answer } = detail;
  if (isRefusal(answer)) {
    const constraint = answer.constraint ? ` on ${answer.constraint}` : '';
    return {
      statement,
      answer: `✗ ${answer.code} ${reasonOf(answer.code, answer.message)}${constraint}`,
      isRefused: true,
    };
  }
  return { statement, answer: describeRows(sql, answer.rows, answer.count), isRefused: false };
}

function describeStatement(sql: string, values: readonly unknown[]): string {
  const insert =
    /^insert into (\w+) ?(?:\(([^)]*)\))? ?(values \((.*?)\)(?= on conflict| returning|$))?/i.exec(sql);
  if (insert) return describeInsert(insert, values);
  const update = /^update (\w+) set (.*?) where /i.exec(sql);
  if (update) return `UPDATE ${update[1]} ${describeAssignments(update[2] ?? '', values)}`.trim();
  const select = /^select (.*?) from (\w+)/i.exec(sql);
  if (select) {
    const lock = /for (no key update|update|share|key share)( skip locked| nowait)?/i.exec(sql)?.[0] ?? '';
    const columns = (select[1] ?? '')
      .replaceAll(/coalesce\((.*?), ?0\)/gi, '$1')
      .replaceAll(/ as "?\w+"?/gi, '');
    return `SELECT ${clip(columns, 30)} FROM ${select[2]}${lock ? ` ${lock.toUpperCase()}` : ''}`;
  }
  return clip(sql.toUpperCase() === sql || sql.includes(' ') ? sql : sql.toUpperCase(), 40);
}

function describeInsert(insert: RegExpExecArray, values: readonly unknown[]): string {
  const table = insert[1] ?? '';
  const types = values.flatMap((value) =>
    typeof value === 'string' ? [...value.matchAll(/"type":"(\w+)"/g)].map((match) => match[1] ?? '') : [],
  );
  if (types.length > 0) return `INSERT ${table} ${countNames(types)}`;
  const columns = (insert[2] ?? '').split(',').map((column) => column.trim());
  const expressions = (insert[4] ?? '').split(/,(?![^(]*\))/).map((expression) => expression.trim());
  const shown = columns.flatMap((column, index) => {
    const value = resolve(expressions[index] ?? '', values);
    const isNoise = value === undefined || /_id$|^id$/.test(column) || value.length > LONGEST_VALUE;
    return isNoise ? [] : [column === 'type' ? value : `${column}=${value}`];
  });
  return `INSERT ${table} ${shown.slice(0, 3).join(' ')}`.trim();
}

/** `TASK_SCHEDULED ×3 + WORKFLOW_SUSPENDED`. */
function countNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join(' + ');
}

function describeAssignments(list: string, values: readonly unknown[]): string {
  return list
    .split(/,(?![^(]*\))/)
    .flatMap((assignment) => {
      const [column = '', expression = ''] = assignment.split('=').map((part) => part.trim());
      const value = resolve(expression, values);
      return column === 'status' && value !== undefined ? [`${column}=${value}`] : [];
    })
    .join(' ');
}

/** The value of a parameter or a literal; undefined for anything longer. */
function resolve(expression: string, values: readonly unknown[]): string | undefined {
  const parameter = /^\$(\d+)(?:::\w+)?$/.exec(expression);
  if (parameter) {
    const value = values[Number(parameter[1]) - 1];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? `${value}`
      : undefined;
  }
  return /^'([^']*)'$/.exec(expression)?.[1] ?? /^\d+$/.exec(expression)?.[0];
}

function describeRows(sql: string, rows: readonly object[], count: number): string {
  const [row] = rows;
  if (rows.length === 1 && row && !/^update|^delete/i.test(sql)) {
    const shown = Object.entries(row)
      .filter(
        ([column, value]) =>
          !/_?id$|Id$/.test(column) && value !== null && String(value).length <= LONGEST_VALUE,
      )
      .map(
        ([column, value]) => `${column}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
      );
    if (shown.length > 0) return shown.slice(0, 2).join(' ');
  }
  if (/^(commit|rollback)/i.test(sql)) return 'ok';
  return count === 1 ? '1 row' : `${count} rows`;
}

/** SQLSTATEs that show up in interleavings, in words. */
const REASONS: Readonly<Record<string, string>> = {
  '23505': 'duplicate key',
  '40001': 'serialization failure',
  '40P01': 'deadlock',
  '55P03': 'lock not available',
  '25P02': 'transaction is aborted',
};

/** A SQLSTATE in words, or else the beginning of its message. */
export function reasonOf(code: string, message: string): string {
  return REASONS[code] ?? clip(message, 40);
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
