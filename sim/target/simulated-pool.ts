import { type Sql, SqlError, type SqlPool, type SqlValue } from '../../src/ports/index.ts';
import type { Access, Actor, Footprint, RequestedStep } from '../kernel/index.ts';
import { isLost, lostConnection, noteState, statementFaults } from './statement-faults.ts';
import type { SqlDetail, WaitDetail } from './step-details.ts';
import type { Session, SqlAnswer, SqlRefusal, Statement, Target } from './target.ts';

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
      const forget = actor.holds(() => session.close());
      try {
        return await query<Row>(actor, session, { text, values }, touched);
      } finally {
        forget();
        session.close();
      }
    },

    async transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result> {
      const session = target.openSession();
      const forget = actor.holds(() => session.close());
      let hasBegun = false;
      const run: Sql['query'] = (text, values = []) => {
        const begins = !hasBegun;
        hasBegun = true;
        return query(actor, session, { text, values, begins }, touched);
      };
      try {
        try {
          const result = await body({ query: run });
          if (hasBegun) await commit(actor, session, touched);
          return result;
        } catch (error) {
          if (hasBegun && !isLost(session)) await query(actor, session, ROLLBACK, touched).catch(ignore);
          throw error;
        }
      } finally {
        forget();
        session.close();
      }
    },
  };
}

/** What went wrong before is the transaction's error, not that it could not be rolled back. */
const ignore = (): void => undefined;

const ROLLBACK: Statement = { text: 'rollback' };

/** @throws {SqlError} when something failed in the transaction, and somebody kept it to themselves. */
async function commit(actor: Actor, session: Session, touched: Footprint): Promise<void> {
  const answer = await perform(actor, session, { text: 'commit' }, touched);
  if (isRefusal(answer)) throw new SqlError(answer);
  if (answer.command !== 'COMMIT') {
    throw new SqlError({ code: '25P02', message: 'the transaction was rolled back' });
  }
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
  if (isLost(session)) return Promise.reject(lostConnection());
  return actor.step(executing(session, statement, touched));
}

function executing(session: Session, statement: Statement, touched: Footprint): RequestedStep<SqlAnswer> {
  const { text, values = [], begins = false } = statement;
  return {
    label: text,
    mishaps: (allowed) => statementFaults(session, statement, allowed),
    footprint: () => {
      const footprint = session.footprints?.of(statement);
      return footprint && [...footprint, ...touched];
    },
    perform: () => {
      const execution = session.execute(statement);
      noteState(session, statement, execution?.answer);
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

/** It was executed in the step of whoever let it go on. What is not known to leave it alone may end its session. */
const ANSWER: Access = { space: 'answers', mode: 'read' };

/** The delivery of an answer that had to wait for another session. */
function collecting(session: Session, statement: Statement, touched: Footprint): RequestedStep<SqlAnswer> {
  const { text, values = [] } = statement;
  return {
    label: `answer to ${text}`,
    isReady: () => session.hasAnswer(),
    footprint: () => [ANSWER, ...touched],
    perform: () => {
      const execution = session.collect();
      if (!execution) throw new Error(`"${text}" was to be answered before its answer had come`);
      const { answer, wire } = execution;
      noteState(session, { text }, answer);
      session.footprints?.collected(statement, answer);
      const detail: SqlDetail = { kind: 'sql', text, values, answer, begins: false };
      return { outcome: { value: answer }, detail, evidence: wire };
    },
  };
}
