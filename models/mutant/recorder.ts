import type { Sql, SqlPool } from '../../src/ports/index.ts';
import type { Planted } from '../defect/index.ts';
import { overOperations } from './every-operation.ts';
import { statementOf } from './statement.ts';

/** How often something was seen, by its name. */
export type Counts = ReadonlyMap<string, number>;

/** What operations and sweeps were seen to send, and how often. */
export type Seen = {
  /** Names of the statements of each operation, in transactions or by themselves. */
  readonly statements: ReadonlyMap<string, Counts>;
  /** Those of them that were answered with rows, likewise. */
  readonly answered: ReadonlyMap<string, Counts>;
  /** Pairs of statements that came one after the other in a transaction, by operation; as `first+second`. */
  readonly neighbours: ReadonlyMap<string, Counts>;
  /** Texts that no function of the store is known to send. */
  readonly unknown: ReadonlySet<string>;
};

/** Something that is planted as a defect is, changes nothing, and remembers what operations and sweeps send. */
export function recorder(): { readonly planted: Planted; readonly seen: Seen } {
  const statements = new Map<string, Map<string, number>>();
  const answered = new Map<string, Map<string, number>>();
  const neighbours = new Map<string, Map<string, number>>();
  const unknown = new Set<string>();

  const note = (operation: string, text: string): string => {
    const name = statementOf(text)?.name;
    if (name === undefined) unknown.add(text);
    else count(statements, operation, name);
    return name ?? '?';
  };
  const send = async (
    operation: string,
    sql: Sql,
    name: string,
    [text, values]: Parameters<Sql['query']>,
  ): Promise<readonly never[]> => {
    const rows = await sql.query<never>(text, values);
    if (rows.length > 0) count(answered, operation, name);
    return rows;
  };
  const listening = (operation: string, pool: SqlPool): SqlPool => ({
    query: (text, values) => send(operation, pool, note(operation, text), [text, values]),
    transaction: (body) =>
      pool.transaction((session) => {
        let previous: string | undefined;
        const query: Sql['query'] = (text, values) => {
          const name = note(operation, text);
          if (previous !== undefined) count(neighbours, operation, `${previous}+${name}`);
          previous = name;
          return send(operation, session, name, [text, values]);
        };
        return body({ query });
      }),
  });

  return {
    seen: { statements, answered, neighbours, unknown },
    planted: {
      name: 'recorder',
      summary: 'nothing: it only looks',
      ...overOperations(listening),
    },
  };
}

function count(all: Map<string, Map<string, number>>, operation: string, name: string): void {
  const counts = all.get(operation) ?? new Map<string, number>();
  all.set(operation, counts.set(name, (counts.get(name) ?? 0) + 1));
}
