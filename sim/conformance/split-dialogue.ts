import { type Execution, type Session, splitScript, transcriptOf, type Utterance } from '../target/index.ts';
import { type Dialogue, heardIn } from './dialogue.ts';

/** What a statement does to the transaction it is in. */
type Role = 'begins' | 'ends' | 'none';

/**
 * Scripts go one statement after the other, for targets that cannot execute several at once. As PostgreSQL does, those
 * of one script are a transaction, as far as none is begun or ended in it, and an error is the end of the script.
 * Source: PostgreSQL documentation, "Frontend/Backend Protocol", section "Multiple Statements in a Simple Query".
 */
export class SplitDialogue implements Dialogue {
  readonly #session: Session;
  #statements: string[] = [];
  /** What the answer that is waited for belongs to; nothing is told of what the script does not have. */
  #sent: { readonly role: Role; readonly isTold: boolean } | undefined;
  /** Whether a transaction is open: the one that the session began, or the one of the script. */
  #transaction: 'none' | 'own' | 'of-script' = 'none';
  isBusy = false;
  /** What was said to the statements that have ended. */
  #ended: readonly Utterance[] = [];
  said: readonly Utterance[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  send(text: string): void {
    this.#ended = this.said = [];
    this.isBusy = true;
    const statements = splitScript(text);
    this.#statements = statements.length > 1 ? [...statements] : [text]; // one alone goes as it was written
    this.#goOn();
  }

  advance(): boolean {
    if (!this.#sent) return false;
    const before = this.said.length;
    const hasAnswer = this.#session.hasAnswer();
    if (hasAnswer) {
      this.#takeIn(this.#session.collect());
      this.#goOn();
    } else this.said = [...this.#ended, ...heardIn(this.#session)];
    return hasAnswer || this.said.length > before;
  }

  close(): void {
    this.#session.close();
  }

  /** Sends statements until one has to wait, or there is none. */
  #goOn(): void {
    while (this.isBusy && !this.#sent) {
      const [statement] = this.#statements;
      if (statement !== undefined) this.#sendStatement(statement);
      else if (this.#transaction === 'of-script') this.#execute('commit', 'ends', false);
      else this.isBusy = false;
    }
  }

  #sendStatement(statement: string): void {
    const role = roleOf(statement);
    if (this.#transaction === 'none' && role === 'none' && this.#statements.length > 1) {
      this.#execute('begin', 'none', false);
      this.#transaction = 'of-script';
      return;
    }
    this.#statements.shift();
    if (role === 'begins' && this.#transaction === 'of-script') {
      this.#transaction = 'own'; // what the script had done until then is part of it
      this.#tell([{ kind: 'done' }]);
    } else this.#execute(statement, role, true);
  }

  #execute(text: string, role: Role, isTold: boolean): void {
    this.#sent = { role, isTold };
    this.#takeIn(this.#session.execute({ text, isScript: true }));
  }

  #takeIn(execution: Execution | undefined): void {
    if (!execution || !this.#sent) return;
    const { role, isTold } = this.#sent;
    this.#sent = undefined;
    const hasFailed = 'code' in execution.answer;
    this.#tell(transcriptOf(execution).filter(({ kind }) => isTold || kind !== 'done'));
    if (role === 'ends') this.#transaction = 'none';
    else if (role === 'begins' && !hasFailed) this.#transaction = 'own';
    if (!hasFailed) return;
    this.#statements = [];
    if (this.#transaction === 'of-script') this.#execute('rollback', 'ends', false);
  }

  #tell(said: readonly Utterance[]): void {
    this.#ended = this.said = [...this.#ended, ...said];
  }
}

function roleOf(statement: string): Role {
  if (/^(begin|start\s+transaction)\b/i.test(statement)) return 'begins';
  if (/^(commit|end|prepare\s+transaction)\b/i.test(statement)) return 'ends';
  return /^(rollback|abort)\b(?!.*\bto\b)/is.test(statement) ? 'ends' : 'none';
}
