import type { Mishap, Performed } from '../kernel/index.ts';
import type { LostDetail, SqlDetail } from './step-details.ts';
import type { Execution, Session, SqlAnswer, SqlRefusal, Statement } from './target.ts';

/** How sessions stand; none of those that have not been used yet. */
const states = new WeakMap<Session, 'idle' | 'in transaction' | 'lost'>();

/** Whether a session's connection is lost: whatever is sent over it comes to nothing. */
export function isLost(session: Session): boolean {
  return states.get(session) === 'lost';
}

/** Notes that whoever sends statements over a session has had its connection from elsewhere: no pool can fail to give one. */
export function noteConnected(session: Session): void {
  states.set(session, 'idle');
}

/** Notes how a session stands after a statement. @param answer undefined if it has to wait for one */
export function noteState(
  session: Session,
  { begins = false }: Statement,
  answer: SqlAnswer | undefined,
): void {
  const command = answer && 'command' in answer ? answer.command : '';
  if (BEGINS.has(command) || begins) states.set(session, 'in transaction');
  else if (OVER.has(command) || !states.has(session)) states.set(session, 'idle');
}

const BEGINS: ReadonlySet<string> = new Set(['BEGIN', 'START TRANSACTION']);
const OVER: ReadonlySet<string> = new Set(['COMMIT', 'ROLLBACK', 'PREPARE TRANSACTION']);

/** What node-postgres says of a connection that is lost; it has no class or code of its own for that. */
export function lostConnection(): Error {
  return new Error('Connection terminated unexpectedly');
}

/** What node-postgres says of a pool that had no connection to give in time. */
export function exhaustedPool(): Error {
  return new Error('timeout exceeded when trying to connect');
}

/** Ends the transaction by an error, as any error of a statement does, whatever the statement would have been. */
const FAILING = 'rollback to savepoint there_is_none';
const ENDS = /^\s*(?:commit|rollback|end|abort)\b/i;
const READS = /^\s*(?:select|show)\b/i;

const REFUSALS: readonly { readonly fault: string; readonly refusal: SqlRefusal }[] = [
  { fault: 'read-error', refusal: { code: '58030', message: 'could not read a block: Input/output error' } },
  {
    fault: 'serialization-failure',
    refusal: { code: '40001', message: 'could not serialize access due to concurrent update' },
  },
  { fault: 'deadlock', refusal: { code: '40P01', message: 'deadlock detected' } },
];

const COMMITS = /^\s*(?:commit|end)\b/i;

/** Faults out of some that can happen to a statement, besides what the database says of it. */
export function* statementFaults(
  session: Session,
  statement: Statement,
  among: ReadonlySet<string>,
): Iterable<Mishap<SqlAnswer>> {
  const { text, values = [], begins = false } = statement;
  const isInTransaction = states.get(session) === 'in transaction';
  const lose = (isDone: boolean, error: Error, heard: Execution['wire']): Performed<SqlAnswer> => {
    states.set(session, 'lost');
    session.close();
    const detail: LostDetail = { kind: 'lost', text, values, isDone };
    return { outcome: { error }, detail, evidence: [text, ...heard] };
  };
  if (among.has('lost-connection')) {
    yield { fault: 'lost-connection', perform: () => lose(false, lostConnection(), []) };
  }
  if (among.has('lost-commit') && isLastOfTransaction(text, begins || isInTransaction)) {
    yield {
      fault: 'lost-commit',
      perform: () => {
        const execution = session.execute(statement);
        const isDone = execution !== undefined && !('code' in execution.answer);
        return lose(isDone, lostConnection(), execution?.wire ?? []);
      },
    };
  }
  if (among.has('pool-exhausted') && !states.has(session)) {
    yield {
      fault: 'pool-exhausted',
      perform: () => {
        const error = exhaustedPool();
        return lose(false, error, [error.message]);
      },
    };
  }
  if (ENDS.test(text)) return;
  for (const { fault, refusal: answer } of REFUSALS) {
    if (!among.has(fault)) continue;
    yield {
      fault,
      perform: () => {
        const failing = { text: FAILING, begins };
        if (begins || isInTransaction) {
          session.execute(failing);
          session.footprints?.executed(failing, answer);
        }
        const detail: SqlDetail = { kind: 'sql', text, values, answer, begins };
        return { outcome: { value: answer }, detail, evidence: [text, answer.code] };
      },
    };
  }
}

/** Whether a statement makes something last that its sender may never hear of. */
function isLastOfTransaction(text: string, isInTransaction: boolean): boolean {
  return ENDS.test(text) ? COMMITS.test(text) : !isInTransaction && !READS.test(text);
}
