import type * as PgMem from 'pg-mem';
import type { Execution, Limitation, Session, SqlAnswer, Statement, Target, World } from '../target.ts';
import { limitationOf, PG_MEM_LIMITATIONS } from './limitations.ts';
import { withLiterals } from './literals.ts';
import { refusalOf } from './refusal.ts';

export type PgMemTargetOptions = {
  /** Statements that make the schema. */
  readonly schema: readonly string[];
};

/**
 * pg-mem: PostgreSQL's language over JavaScript objects, written by other people than PostgreSQL. It knows neither
 * transactions nor waits, so it is no judge of concurrency; as a second opinion on what single statements leave behind
 * it shares no code with any other target.
 */
export class PgMemTarget implements Target {
  readonly name = 'pg-mem';
  readonly limitations: readonly Limitation[] = PG_MEM_LIMITATIONS;
  readonly #database: PgMem.IMemoryDb;
  readonly #asSchemaLeavesIt: PgMem.IBackup;
  readonly #setWorld: (world: World) => void;

  private constructor(database: PgMem.IMemoryDb, setWorld: (world: World) => void) {
    this.#database = database;
    this.#asSchemaLeavesIt = database.backup();
    this.#setWorld = setWorld;
  }

  /** @throws {Error} when the package is not installed, or a statement of the schema is beyond it. */
  static async boot({ schema }: PgMemTargetOptions): Promise<PgMemTarget> {
    const { DataType, newDb } = await import('pg-mem').catch((cause: unknown) => {
      throw new Error('target pg-mem needs the package pg-mem: npm install --save-dev pg-mem', { cause });
    });
    const database = newDb({ noErrorDiagnostic: true });
    let world: World | undefined;
    registerFunctions(database, DataType, () => {
      if (!world) throw new Error('a target has time and randomness from its first reset on');
      return world;
    });
    for (const statement of schema) {
      try {
        database.public.none(statement);
      } catch (cause) {
        throw new Error(`pg-mem cannot make the schema: ${refusalOf(cause).message}`, { cause });
      }
    }
    return new PgMemTarget(database, (next) => {
      world = next;
    });
  }

  reset(world: World): void {
    this.#setWorld(world);
    this.#asSchemaLeavesIt.restore();
  }

  openSession(): Session {
    return {
      execute: (statement) => this.#execute(statement),
      hasAnswer: () => false,
      collect: () => undefined,
      close: () => undefined,
    };
  }

  mustRepeat(): boolean {
    return false;
  }

  divergences(): readonly string[] {
    return [];
  }

  inspect(text: string): readonly object[] {
    const answer = this.#answer({ text });
    if ('code' in answer) throw new Error(`${text}: ${answer.message} (${answer.code})`);
    return answer.rows;
  }

  async close(): Promise<void> {
    // Nothing is held but memory.
  }

  #execute(statement: Statement): Execution {
    const { text, values = [] } = statement;
    const answer = this.#answer(statement);
    return { answer, wire: [text, JSON.stringify(values), JSON.stringify(answer)], notices: [] };
  }

  #answer(statement: Statement): SqlAnswer {
    const limitation = limitationOf(statement);
    if (limitation) {
      return { code: '0A000', message: `pg-mem has no ${limitation.feature}: ${limitation.reason}` };
    }
    try {
      const result = this.#database.public.query(withLiterals(statement.text, statement.values ?? []));
      return {
        rows: (result.rows as readonly Record<string, unknown>[]).map(rowOf), // pg-mem says any
        count: result.rowCount,
        command: result.command,
        columns: result.fields.map(({ name }) => ({ name, typeId: 0 })),
      };
    } catch (error) {
      return refusalOf(error);
    }
  }
}

/** A row of the port's own: pg-mem hands out the objects that it keeps, and times as dates. */
function rowOf(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '+00');
  return typeof value === 'object' ? structuredClone(value) : value;
}

/** Functions that pg-mem lacks, or takes from the host. */
function registerFunctions(database: PgMem.IMemoryDb, type: typeof PgMem.DataType, world: () => World): void {
  const catalog = database.getSchema('pg_catalog'); // comes before any other schema
  catalog.registerFunction({
    name: 'length',
    args: [type.text],
    returns: type.integer,
    implementation: (text: string) => Array.from(text).length,
  });
  catalog.registerFunction({
    name: 'now',
    returns: type.timestamptz,
    impure: true,
    implementation: () => new Date(world().now()),
  });
  catalog.registerFunction({
    name: 'random',
    returns: type.float,
    impure: true,
    implementation: () => world().entropy.fraction(),
  });
  catalog.registerFunction({
    name: 'gen_random_uuid',
    returns: type.uuid,
    impure: true,
    implementation: () => world().entropy.uuid(),
  });
}
