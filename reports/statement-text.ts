import { isRefusal, type SqlAnswer, type SqlDetail } from '../sim/target/index.ts';
import { reasonOf } from './sql-summary.ts';

const LONGEST_STATEMENT = 200;
const LONGEST_VALUE = 40;
const MOST_COLUMNS = 4;

/** A statement in one line, its parameters filled in, without the quotes that query builders put around every name. */
export function statementText(text: string, values: SqlDetail['values']): string {
  const filled = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/"([a-z_][a-z0-9_]*)"/g, '$1')
    .replaceAll(/\$(\d+)/g, (parameter, index) => {
      const value = values[Number(index) - 1];
      return value === undefined ? parameter : literal(value);
    });
  return clip(filled, LONGEST_STATEMENT);
}

/** What the database answered, in a few words. Rows are arrays of PostgreSQL's own text. */
export function answerText(answer: SqlAnswer): string {
  if (isRefusal(answer)) {
    const constraint = answer.constraint ? ` on ${answer.constraint}` : '';
    return `✗ ${answer.code} ${reasonOf(answer.code, answer.message)}${constraint}`;
  }
  const { rows, count, command, columns } = answer;
  const [row] = rows;
  if (row && rows.length === 1) {
    const shown = Object.values(row)
      .slice(0, MOST_COLUMNS)
      .map(
        (value, index) =>
          `${columns[index]?.name}=${value === null ? 'null' : clip(`${value}`, LONGEST_VALUE)}`,
      );
    return columns.length > MOST_COLUMNS ? `${shown.join(' ')} …` : shown.join(' ');
  }
  if (columns.length > 0 || /^(?:INSERT|UPDATE|DELETE|MERGE|COPY)$/.test(command)) {
    return count === 1 ? '1 row' : `${count} rows`;
  }
  return command === 'ROLLBACK' ? 'rolled back' : 'ok';
}

function literal(value: SqlDetail['values'][number]): string {
  if (value === null) return 'null';
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text : `'${clip(text, LONGEST_VALUE).replaceAll("'", "''")}'`;
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
