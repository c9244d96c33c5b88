import type { Sql, SqlPool } from '../../src/ports/index.ts';
import type { Planted } from '../defect/index.ts';
import { overOperations } from './every-operation.ts';
import { statementOf } from './statement.ts';

/** What operations and sweeps were seen to send. */
export type Seen = {
  /** Names of the statements of each operation, in transactions or by themselves. */
  readonly statements: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pairs of statements that came one after the other in a transaction, by operation; as `first+second`. */
  readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>;
  /** Texts that no function of the store is known to send. */
  readonly unknown: ReadonlySet<string>;
};

/** Something that is planted as a defect is, changes nothing, and remembers what operations and sweeps send. */
export function recorder(): { readonly planted: Planted; readonly seen: Seen } {
  const statements = new Map<string, Set<string>>();
  const neighbours = new Map<string, Set<string>>();
  const unknown = new Set<string>();

  const note = (operation: string, text: string): string => {
    const name = statementOf(text)?.name;
    if (name === undefined) unknown.add(text);
    else add(statements, operation, name);
    return name ?? '?';
  };
  const listening = (operation: string, pool: SqlPool): SqlPool => ({
    query: (text, values) => {
      note(operation, text);
      return pool.query(text, values);
    },
    transaction: (body) =>
      pool.transaction((session) => {
        let previous: string | undefined;
        const query: Sql['query'] = (text, values) => {
          const name = note(operation, text);
          if (previous !== undefined) add(neighbours, operation, `${previous}+${name}`);
          previous = name;
          return session.query(text, values);
        };
        return body({ query });
      }),
  });

  return {
    seen: { statements, neighbours, unknown },
    planted: {
      name: 'recorder',
      summary: 'nothing: it only looks',
      ...overOperations(listening),
    },
  };
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(value));
}
