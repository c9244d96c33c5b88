import type { Execution, Limitation, Session, Statement, Target } from '../../sim/target/index.ts';
import { readReply } from '../../sim/target/wire.ts';
import {
  commandComplete,
  dataRow,
  emptyQuery,
  errorResponse,
  noticeResponse,
  notificationResponse,
  readyForQuery,
  rowDescription,
} from './backend-messages.ts';

/**
 * A database that knows nothing but locks, and speaks a language of its own:
 *
 * - `take NAME` waits until nobody else has the lock, `give NAME` lets it go
 * - `notify TEXT` tells everybody
 * - `say TEXT` is a notice, `show NAME VALUE` a result
 * - `fail TEXT` is an error, `exit TEXT` a fatal one, `refuse TEXT` one of the target's own, with SQLSTATE 0A000
 *
 * The first three are not commands by themselves, as if a function called them. A script is several of these with `;` between them. Whatever begins with a word of SQL succeeds.
 */
export class LockingTarget implements Target {
  readonly name: string;
  readonly limitations: readonly Limitation[] = [];
  readonly #locks = new Map<string, LockingSession>();
  readonly sessions: LockingSession[] = [];
  /** Everything that was sent, in its order. */
  readonly sent: string[] = [];

  constructor(name = 'locking') {
    this.name = name;
  }

  reset(): void {
    this.#locks.clear();
  }

  openSession(): Session {
    const session = new LockingSession(this, this.sessions.length + 1);
    this.sessions.push(session);
    return session;
  }

  mustRepeat(): boolean {
    return false;
  }

  divergences(): readonly string[] {
    return [];
  }

  inspect(): readonly object[] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** @returns whether the session has the lock now */
  take(lock: string, session: LockingSession): boolean {
    const owner = this.#locks.get(lock) ?? session;
    this.#locks.set(lock, owner);
    return owner === session;
  }

  give(lock: string): void {
    this.#locks.delete(lock);
    for (const session of this.sessions) session.goOn();
  }

  forget(session: LockingSession): void {
    for (const [lock, owner] of this.#locks) if (owner === session) this.give(lock);
  }
}

class LockingSession implements Session {
  readonly #target: LockingTarget;
  readonly #number: number;
  #left: string[] = [];
  #said: Buffer[] = [];
  #isBusy = false;
  #execution: Execution | undefined;
  #isGoing = false;
  #isByTarget = false;

  constructor(target: LockingTarget, number: number) {
    this.#target = target;
    this.#number = number;
  }

  execute({ text }: Statement): Execution | undefined {
    this.#target.sent.push(text);
    this.#left = text.split(';').map((command) => command.trim());
    this.#isBusy = true;
    this.goOn();
    return this.collect();
  }

  hasAnswer(): boolean {
    return this.#execution !== undefined;
  }

  collect(): Execution | undefined {
    const execution = this.#execution;
    this.#execution = undefined;
    return execution;
  }

  heard(): Uint8Array {
    return Buffer.concat(this.#said);
  }

  close(): void {
    this.#target.forget(this);
  }

  hear(message: Buffer): void {
    this.#said.push(message);
  }

  goOn(): void {
    if (!this.#isBusy || this.#isGoing) return;
    this.#isGoing = true;
    while (this.#left.length > 0 && this.#perform(this.#left[0] ?? '')) this.#left.shift();
    this.#isGoing = false;
    if (this.#left.length > 0) return;
    this.#isBusy = false;
    const reply = Buffer.concat([...this.#said, readyForQuery()]);
    this.#said = [];
    const { answer, notices } = readReply(reply, []);
    this.#execution = { answer, notices, wire: this.#isByTarget ? [''] : ['', reply] };
    this.#isByTarget = false;
  }

  /** @returns false if it has to wait */
  #perform(command: string): boolean {
    const [verb = '', name = '', ...words] = command.split(' ');
    const rest = [name, ...words].join(' ');
    if (verb === 'take' && !this.#target.take(name, this)) return false;
    if (verb === 'give') this.#target.give(name);
    if (verb === 'notify') {
      for (const session of this.#target.sessions)
        session.hear(notificationResponse(this.#number, 'news', rest));
    }
    if (verb === 'say') this.hear(noticeResponse({ S: 'NOTICE', M: rest }));
    else if (verb === 'fail') this.#fail('ERROR', '22000', rest);
    else if (verb === 'refuse') this.#fail('ERROR', '0A000', rest, true);
    else if (verb === 'exit') this.#fail('FATAL', '57P01', rest);
    else if (verb === '') this.hear(emptyQuery());
    else if (verb === 'show') this.#show([name], [words.join(' ')]);
    else if (command.startsWith('select pg_backend_pid()'))
      this.#show(['pid', 'database'], [String(this.#number), 'here']);
    else if (!['take', 'give', 'notify'].includes(verb)) this.hear(commandComplete(verb.toUpperCase()));
    return true;
  }

  #show(columns: readonly string[], values: readonly string[]): void {
    this.#said.push(rowDescription(...columns), dataRow(...values), commandComplete('SELECT 1'));
  }

  /** The rest of the script is not executed. */
  #fail(severity: string, code: string, message: string, isByTarget = false): void {
    this.#isByTarget = isByTarget;
    this.hear(errorResponse({ S: severity, C: code, M: message }));
    this.#left.splice(1);
  }
}
