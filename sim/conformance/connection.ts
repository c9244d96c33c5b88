import type { Utterance } from '../target/index.ts';
import type { Dialogue } from './dialogue.ts';

type Notification = Extract<Utterance, { kind: 'notification' }>;
export type ServerError = Extract<Utterance, { kind: 'error' }>;

/** The database in which PostgreSQL's test driver runs the specs. */
const DATABASE = 'isolation_regression';

/** A session as libpq shows it to the tester: what the server says is read piece by piece. */
export class Connection {
  readonly name: string;
  readonly #dialogue: Dialogue;
  /** How much was read of what was said to the script under way. */
  #read = 0;
  #notifications: Notification[] = [];
  /** Of the server's process behind it. */
  processId = 0;
  /** The database it is in. */
  database = DATABASE;
  /** All errors since it was opened. */
  readonly errors: ServerError[] = [];
  /** Notices read since it was opened. */
  noticeCount = 0;

  constructor(name: string, dialogue: Dialogue) {
    this.name = name;
    this.#dialogue = dialogue;
  }

  /** Sends a script. If it names the tester's database, the session's own is meant. */
  send(text: string): void {
    this.#read = 0;
    this.#dialogue.send(text.replaceAll(DATABASE, this.database));
  }

  /** Takes in what has come. @returns whether anything has */
  advance(): boolean {
    return this.#dialogue.advance();
  }

  /** Whether the end of what was sent has not come, as far as it was taken in. */
  get isBusy(): boolean {
    return this.#dialogue.isBusy;
  }

  /** Reads the notices that come next, before any result. */
  readNotices(): readonly string[] {
    const notices: string[] = [];
    for (let next = this.#next(); next?.kind === 'notice'; next = this.#next()) {
      notices.push(next.text);
      this.#read += 1;
    }
    this.noticeCount += notices.length;
    return notices;
  }

  /** Reads all that was not read. Notifications are left to {@link readNotifications}. */
  readRest(): readonly Exclude<Utterance, Notification>[] {
    const rest = this.#dialogue.said.slice(this.#read);
    this.#read += rest.length;
    this.noticeCount += rest.filter(({ kind }) => kind === 'notice').length;
    this.errors.push(...rest.filter((each) => each.kind === 'error'));
    this.#notifications.push(...rest.filter((each) => each.kind === 'notification'));
    return rest.filter((each) => each.kind !== 'notification');
  }

  readNotifications(): readonly Notification[] {
    return this.#notifications.splice(0);
  }

  close(): void {
    this.#dialogue.close();
  }

  /** What comes next, notifications put aside. */
  #next(): Utterance | undefined {
    const { said } = this.#dialogue;
    for (let next = said[this.#read]; next?.kind === 'notification'; next = said[this.#read]) {
      this.#notifications.push(next);
      this.#read += 1;
    }
    return said[this.#read];
  }
}
