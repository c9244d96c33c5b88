import type { Sql, SqlValue } from '../../src/ports/index.ts';
import { kebab } from './kebab.ts';
import { SPECIMENS } from './specimens.ts';

/** One statement of the engine. */
export type Statement = {
  /** That of the function that sends it, in kebab-case; its second statement ends in `-2`, and so on. */
  readonly name: string;
  readonly text: string;
  /** Why nothing is gained by altering it: what it reads decides nothing. Absent where it matters. */
  readonly outside?: string;
};

/** A function of the store sends other statements than its specimen foresees. */
export class UnforeseenStatementError extends Error {
  override readonly name = 'UnforeseenStatementError';
}

/** Every statement of the store, in the order of its functions' names: each function is called, and only listened to. */
export async function collectStatements(): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  for (const [name, { outside, answers = [], call }] of Object.entries(SPECIMENS).sort(byName)) {
    const texts: string[] = [];
    const sql: Sql = {
      query<Row>(text: string, _values?: readonly SqlValue[]) {
        texts.push(text);
        const rows = answers[texts.length - 1] ?? [{}];
        return Promise.resolve(rows as readonly Row[]); // as the specimen has it: what the function reads
      },
    };
    await call(sql);
    const distinct = [...new Set(texts)];
    if (distinct.length === 0) throw new UnforeseenStatementError(`${name} sends no statement`);
    for (const [index, text] of distinct.entries()) {
      const own = index === 0 ? kebab(name) : `${kebab(name)}-${index + 1}`;
      statements.push({ name: own, text, ...(outside === undefined ? {} : { outside }) });
    }
  }
  return statements;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** Every statement of the engine. */
export const STATEMENTS: readonly Statement[] = await collectStatements();

const BY_TEXT = new Map(STATEMENTS.map((statement) => [statement.text, statement]));

/** The statement with this text. */
export function statementOf(text: string): Statement | undefined {
  return BY_TEXT.get(text);
}
