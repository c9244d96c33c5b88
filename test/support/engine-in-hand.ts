import {
  createEngine,
  createSweeps,
  EngineError,
  type Operations,
  type Sweeps,
} from '../../src/engine/index.ts';
import { type Random, type Sql, SqlError, type SqlPool, type SqlValue } from '../../src/ports/index.ts';
import { EPOCH, RandomRoot } from '../../sim/kernel/index.ts';
import { isRefusal, type Session, type Target } from '../../sim/target/index.ts';

export type Functions = Operations & Sweeps;

/** One call of the engine. `dies`: its server dies when the call's first transaction is over. */
export type Call = {
  readonly [Name in keyof Functions]: {
    readonly name: Name;
    readonly request: Parameters<Functions[Name]>[0];
    readonly dies?: boolean;
  };
}[keyof Functions];

/** Nobody answers any more. */
export class ServerDied extends Error {
  override readonly name = 'ServerDied';
}

/** The real engine on a target that it has for itself: one call after the other, and time as the test has it. */
export class EngineInHand {
  /** In milliseconds since the Unix epoch. */
  now = EPOCH;
  readonly #functions: Functions;
  readonly #target: Target;
  #tokens = 0;
  #fractions = 0;
  #isMortal = false;
  #isDead = false;

  constructor(target: Target) {
    this.#target = target;
    target.reset({ now: () => this.now, entropy: new RandomRoot('reference').stream('database') });
    const random: Random = {
      uuid: () => tokenOf((this.#tokens += 1)),
      fraction: () => ((this.#fractions += 1) * 0.618_033_988) % 1, // spread evenly, and never the same
    };
    const ports = { sql: this.#pool(), random };
    this.#functions = { ...createEngine(ports), ...createSweeps(ports) };
  }

  /** The token that is drawn next. */
  get nextToken(): string {
    return tokenOf(this.#tokens + 1);
  }

  /** What the engine answers; a refusal is an answer, too. @throws {ServerDied} */
  async call({ name, request, dies = false }: Call): Promise<unknown> {
    this.#isMortal = dies;
    this.#isDead = false;
    try {
      return await this.#functions[name](request as never); // typed by the name, as the call is
    } catch (error) {
      if (error instanceof EngineError) return { refused: error.code };
      throw error;
    }
  }

  #pool(): SqlPool {
    return {
      query: (text, values) => {
        const session = this.#open();
        try {
          return Promise.resolve(query(session, text, values, false) as readonly never[]); // as the statement says
        } finally {
          session.close();
        }
      },
      transaction: async <Result>(body: (session: Sql) => Promise<Result>): Promise<Result> => {
        const session = this.#open();
        let hasBegun = false;
        const run: Sql['query'] = async (text, values) => {
          const begins = !hasBegun;
          hasBegun = true;
          return query(session, text, values, begins) as readonly never[]; // as the statement says
        };
        try {
          const result = await body({ query: run });
          if (hasBegun) query(session, 'commit');
          this.#isDead = this.#isMortal;
          return result;
        } finally {
          session.close(); // what was not committed is rolled back
        }
      },
    };
  }

  #open(): Session {
    if (this.#isDead) throw new ServerDied('the server died when its first transaction was over');
    return this.#target.openSession();
  }
}

function tokenOf(draw: number): string {
  return `token-${draw}`;
}

function query(
  session: Session,
  text: string,
  values: readonly SqlValue[] = [],
  begins = false,
): readonly unknown[] {
  const execution = session.execute({ text, values, begins });
  if (!execution) throw new Error(`"${text}" has to wait, and there is nobody to wait for`);
  const { answer } = execution;
  if (isRefusal(answer)) throw new SqlError(answer);
  return answer.rows;
}
