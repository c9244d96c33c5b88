import { type Sql, SqlError, type SqlPool, type SqlValue } from '../../src/ports/index.ts';
import type { Actor, RequestedStep } from '../kernel/index.ts';
import type { Session, SqlAnswer, SqlRefusal, Target } from './target.ts';

/** A statement was executed. */
export type SqlDetail = {
  readonly kind: 'sql';
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly answer: SqlAnswer;
  /** Whether a transaction began with this statement. */
  readonly begins: boolean;
};

/** Whether the database refused. */
export function isRefusal(answer: SqlAnswer): answer is SqlRefusal {
  return 'code' in answer;
}

/** An actor's database: every statement is a step. */
export function simulatedPool(actor: Actor, target: Target): SqlPool {
  return {
    query: (text, values) => statement(actor, target.openSession(), text, values),

    async transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result> {
      const session = target.openSession();
      let hasBegun = false;
      const query: Sql['query'] = (text, values) => {
        const begins = !hasBegun;
        hasBegun = true;
        return statement(actor, session, text, values, begins);
      };
      let result: Result;
      try {
        result = await body({ query });
      } catch (error) {
        if (hasBegun) await statement(actor, session, 'rollback');
        throw error;
      }
      if (hasBegun) await statement(actor, session, 'commit');
      return result;
    },
  };
}

function statement<Row>(
  actor: Actor,
  session: Session,
  text: string,
  values: readonly SqlValue[] = [],
  begins = false,
): Promise<readonly Row[]> {
  const step: RequestedStep<readonly Row[]> = {
    label: text,
    isReady: () => session.isReady(),
    perform: () => {
      const { answer, wire } = session.execute(text, values, begins);
      const detail: SqlDetail = { kind: 'sql', text, values, answer, begins };
      return {
        outcome: isRefusal(answer)
          ? { error: new SqlError(answer) }
          : { value: answer.rows as readonly Row[] }, // the statement's author states the row's shape
        detail,
        evidence: wire,
      };
    },
  };
  return actor.step(step);
}
