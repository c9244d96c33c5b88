import { type Sql, SqlError, type SqlPool, type SqlValue } from '../../src/ports/index.ts';
import type { Actor, Footprint, RequestedStep } from '../kernel/index.ts';
import type { Session, SqlAnswer, SqlRefusal, Statement, Target } from './target.ts';

/** A statement was executed. */
export type SqlDetail = {
  readonly kind: 'sql';
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly answer: SqlAnswer;
  /** Whether a transaction began with this statement. */
  readonly begins: boolean;
};

/** A statement was sent, and has to wait for another session. */
export type WaitDetail = {
  readonly kind: 'wait';
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** Whether a transaction began with this statement. */
  readonly begins: boolean;
};

/** Whether the database refused. */
export function isRefusal(answer: SqlAnswer): answer is SqlRefusal {
  return 'code' in answer;
}

/**
 * An actor's database: every statement is a step; one that has to wait takes another when its answer comes.
 *
 * @param touched what others touch, too, of whatever the actor does with an answer before its next step; nothing, if
 * absent
 */
export function simulatedPool(actor: Actor, target: Target, touched: Footprint = []): SqlPool {
  return {
    async query<Row>(text: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
      const session = target.openSession();
      try {
        return await query<Row>(actor, session, { text, values }, touched);
      } finally {
        session.close();
      }
    },

    async transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result> {
      const session = target.openSession();
      let hasBegun = false;
      const run: Sql['query'] = (text, values = []) => {
        const begins = !hasBegun;
        hasBegun = true;
        return query(actor, session, { text, values, begins }, touched);
      };
      try {
        let result: Result;
        try {
          result = await body({ query: run });
        } catch (error) {
          if (hasBegun) await query(actor, session, { text: 'rollback' }, touched);
          throw error;
        }
        if (hasBegun) await query(actor, session, { text: 'commit' }, touched);
        return result;
      } finally {
        session.close();
      }
    },
  };
}

async function query<Row>(
  actor: Actor,
  session: Session,
  statement: Statement,
  touched: Footprint,
): Promise<readonly Row[]> {
  const answer = await perform(actor, session, statement, touched);
  if (isRefusal(answer)) throw new SqlError(answer);
  return answer.rows as readonly Row[]; // the statement's author states the row's shape
}

/** Executes a statement as a step of an actor, or as two if it has to wait. Resolves with a refusal too. */
export function perform(
  actor: Actor,
  session: Session,
  statement: Statement,
  touched: Footprint = [],
): Promise<SqlAnswer> {
  return actor.step(executing(session, statement, touched));
}

function executing(session: Session, statement: Statement, touched: Footprint): RequestedStep<SqlAnswer> {
  const { text, values = [], begins = false } = statement;
  return {
    label: text,
    footprint: () => {
      const footprint = session.footprints?.of(statement);
      return footprint && [...footprint, ...touched];
    },
    perform: () => {
      const execution = session.execute(statement);
      if (execution) {
        const { answer, wire } = execution;
        session.footprints?.executed(statement, answer);
        const detail: SqlDetail = { kind: 'sql', text, values, answer, begins };
        return { outcome: { value: answer }, detail, evidence: wire };
      }
      session.footprints?.waits(statement, () => session.hasAnswer());
      const detail: WaitDetail = { kind: 'wait', text, values, begins };
      const evidence = [text, JSON.stringify(values)];
      return { outcome: { next: collecting(session, statement, touched) }, detail, evidence };
    },
  };
}

/** The delivery of an answer that had to wait for another session. */
function collecting(session: Session, statement: Statement, touched: Footprint): RequestedStep<SqlAnswer> {
  const { text, values = [] } = statement;
  return {
    label: `answer to ${text}`,
    isReady: () => session.hasAnswer(),
    footprint: () => touched, // it was executed in the step of whoever let it go on
    perform: () => {
      const execution = session.collect();
      if (!execution) throw new Error(`"${text}" was to be answered before its answer had come`);
      const { answer, wire } = execution;
      session.footprints?.collected(statement, answer);
      const detail: SqlDetail = { kind: 'sql', text, values, answer, begins: false };
      return { outcome: { value: answer }, detail, evidence: wire };
    },
  };
}
