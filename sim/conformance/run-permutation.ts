import type { Connection, ServerError } from './connection.ts';
import { type Patience, waitUntil } from './patience.ts';
import { printResult } from './print-result.ts';
import type { Condition, Permutation, PlannedStep, Step } from './spec.ts';
import { StoppedSpecError } from './stopped-spec-error.ts';

/** A step that was sent. */
type Launch = PlannedStep & {
  readonly connection: Connection;
  /** How many notices of its session each condition waits for, counted from the session's beginning. */
  readonly noticesWanted: ReadonlyMap<Condition, number>;
};

/** Where a permutation runs, and who is told of it. */
export type Stage = {
  /** In the order of the spec's sessions. */
  readonly connections: readonly Connection[];
  readonly write: (text: string) => void;
  readonly patience: Patience;
};

/**
 * Sends the steps of a permutation, and tells what they answer in the order in which PostgreSQL's tester does: a step is
 * sent once its session is free and the step before it has ended or waits.
 * Source: PostgreSQL, `src/test/isolation/README`, sections "Support for blocking commands" and "Dealing with race
 * conditions".
 *
 * @throws {StoppedSpecError} when it can never end
 */
export function runPermutation(permutation: Permutation, stage: Stage): void {
  new PermutationRun(stage).run(permutation);
}

/** What libpq adds to an error that ends the session. */
const CONNECTION_LOST = [
  'server closed the connection unexpectedly',
  '\tThis probably means the server terminated abnormally',
  '\tbefore or while processing the request.',
  '\n',
].join('\n');

function errorText({ severity, message }: ServerError): string {
  return `${severity}:  ${message}\n${severity === 'FATAL' ? CONNECTION_LOST : ''}`;
}

class PermutationRun {
  readonly #connections: readonly Connection[];
  readonly #write: (text: string) => void;
  readonly #patience: Patience;
  /** Steps that have not been told as completed, by their sessions. */
  readonly #active = new Map<Connection, Launch>();
  /** Those that were told as waiting, in the order of that. */
  #waiting: Launch[] = [];

  constructor({ connections, write, patience }: Stage) {
    this.#connections = connections;
    this.#write = write;
    this.#patience = patience;
  }

  run(permutation: Permutation): void {
    for (const planned of permutation) {
      this.#freeSession(this.#connectionOf(planned.step));
      const launch = this.#launch(planned);
      const isComplete = this.#complete(launch, { isFirst: true, mayWait: true });
      this.#completeWaiting(true);
      if (!isComplete) this.#waiting.push(launch);
    }
    this.#completeWaiting(false);
    if (this.#waiting.length > 0) {
      throw new StoppedSpecError('failed to complete permutation due to mutually-blocking steps');
    }
  }

  #connectionOf({ session, name }: Step): Connection {
    const connection = this.#connections[session];
    if (!connection) throw new Error(`step ${name} has no session`);
    return connection;
  }

  #launch(planned: PlannedStep): Launch {
    const connection = this.#connectionOf(planned.step);
    const noticesWanted = new Map<Condition, number>();
    for (const condition of planned.conditions) {
      if (condition.kind !== 'notices') continue;
      noticesWanted.set(condition, condition.count + this.#connectionOf(condition.other).noticeCount);
    }
    const launch = { ...planned, connection, noticesWanted };
    connection.send(planned.step.sql);
    this.#active.set(connection, launch);
    return launch;
  }

  /** Waits until a session's earlier step has been told as completed. */
  #freeSession(connection: Connection): void {
    const isFree = (): boolean => {
      const launch = this.#active.get(connection);
      if (!launch) return true;
      if (this.#complete(launch, { isFirst: false, mayWait: false })) {
        this.#waiting = this.#waiting.filter((each) => each !== launch);
      }
      this.#completeWaiting(true);
      return !this.#active.has(connection);
    };
    if (!waitUntil(isFree, this.#patience)) this.#giveUp(this.#active.get(connection));
  }

  /** Tells those waiting steps as completed that are, and goes over them again when that can have let others go. */
  #completeWaiting(mayWait: boolean): void {
    for (let isAgain = true; isAgain; ) {
      const before = this.#noticeCount();
      const left = this.#waiting.filter((launch) => !this.#complete(launch, { isFirst: false, mayWait }));
      const hasMoved = left.length < this.#waiting.length || this.#noticeCount() > before;
      this.#waiting = left;
      isAgain = hasMoved && left.some(({ conditions }) => conditions.length > 0);
    }
  }

  #noticeCount(): number {
    return this.#connections.reduce((sum, { noticeCount }) => sum + noticeCount, 0);
  }

  /** Tells a step as completed, if it is and may be told; the first time it is told as waiting if not. */
  #complete(launch: Launch, { isFirst, mayWait }: { isFirst: boolean; mayWait: boolean }): boolean {
    const { step, connection, conditions } = launch;
    const isForced = isFirst && conditions.some(({ kind }) => kind === 'told-as-waiting');
    if (
      isForced ||
      this.#hasToWait(launch, mayWait) ||
      conditions.some((each) => this.#holdsBack(launch, each))
    ) {
      if (isFirst) this.#write(`step ${step.name}: ${step.sql} <waiting ...>\n`);
      return false;
    }
    this.#write(isFirst ? `step ${step.name}: ${step.sql}\n` : `step ${step.name}: <... completed>\n`);
    this.#tellRest(connection);
    this.#active.delete(connection);
    return true;
  }

  /** Whether a step's answer is not there. Unless it may wait, its coming is waited for. */
  #hasToWait(launch: Launch, mayWait: boolean): boolean {
    const { connection } = launch;
    const isHere = (): boolean => {
      this.#advance();
      for (const notice of connection.readNotices()) this.#tellNotice(connection, notice);
      return !connection.isBusy;
    };
    if (mayWait) return !isHere();
    if (!waitUntil(isHere, this.#patience)) this.#giveUp(launch);
    return false;
  }

  /** Takes in what has come in any session, until nothing comes: what one sends then can let another go. */
  #advance(): void {
    while (this.#connections.some((connection) => connection.advance()));
  }

  #holdsBack({ noticesWanted }: Launch, condition: Condition): boolean {
    if (condition.kind === 'told-as-waiting') return false;
    const connection = this.#connectionOf(condition.other);
    if (condition.kind === 'completed') return this.#active.get(connection)?.step === condition.other;
    return connection.noticeCount < (noticesWanted.get(condition) ?? 0);
  }

  #tellRest(connection: Connection): void {
    for (const said of connection.readRest()) {
      if (said.kind === 'rows') this.#write(printResult(said));
      else if (said.kind === 'error') this.#write(errorText(said));
      else if (said.kind === 'notice') this.#tellNotice(connection, said.text);
    }
    for (const { channel, payload, processId } of connection.readNotifications()) {
      const sender = this.#connections.find((each) => each.processId === processId);
      const from = sender?.name ?? `PID ${processId}`;
      this.#write(`${connection.name}: NOTIFY "${channel}" with payload "${payload}" from ${from}\n`);
    }
  }

  #tellNotice(connection: Connection, text: string): void {
    this.#write(`${connection.name}: ${text}\n`);
  }

  #giveUp(launch: Launch | undefined): never {
    const seconds = Math.round(this.#patience.limitMs / 1_000);
    throw new StoppedSpecError(`step ${launch?.step.name} timed out after ${seconds} seconds`);
  }
}
