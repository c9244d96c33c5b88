import pg from 'pg';
import type { RequestedStep, StepDetail } from '../kernel/index.ts';
import { exhaustedPool, type Target } from '../target/index.ts';
import { Client } from './client.ts';
import type { Mover } from './connection.ts';

/** Of node-postgres' own options, those that mean something in a run. */
export type PoolOptions = {
  /** The most clients at a time; 10 by default, as in node-postgres. */
  readonly max?: number;
  /** Parsers of column types, in place of `pg.types`. */
  readonly types?: pg.CustomTypesConfig;
};

/** Somebody asked a pool for a client, where that is a step. */
export type ClientDetail = StepDetail & {
  readonly kind: 'client';
  /** Whether there was one in time. */
  readonly isGiven: boolean;
};

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

/**
 * node-postgres' own pool, whose clients are sessions of a target. All actors may share one: a statement is a step of
 * whoever moves. Waiting for a client is the one thing it does otherwise, for whoever waits must wait at a gate; it is
 * still first come, first served. Where things go wrong, asking for a client always is a step, for there may be none.
 */
export class Pool extends pg.Pool {
  readonly #mover: Mover;
  readonly #isFaulty: boolean;
  readonly #waiting: RequestedStep<void>[] = [];

  /** @param isFaulty whether things can go wrong in its run */
  constructor(target: Target, mover: Mover, { max = 10, types }: PoolOptions = {}, isFaulty = false) {
    const SessionClient = class extends Client {
      constructor() {
        super(target, mover, types);
      }
    };
    // Nobody tires of waiting: clients stay until the pool ends.
    super({ max, idleTimeoutMillis: 0, Client: SessionClient });
    this.#mover = mover;
    this.#isFaulty = isFaulty;
  }

  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> & void {
    const connect = () => super.connect(...((callback ? [callback] : []) as [])) as unknown; // either overload
    const isFree = this.ending || (this.#waiting.length === 0 && this.#hasClient() && !this.#isFaulty);
    const refuse = callback && ((error: Error) => callback(error, undefined, ignore));
    const connected = isFree ? connect() : this.#turn().then(connect, refuse);
    return (callback ? undefined : connected) as Promise<pg.PoolClient> & void; // what that overload returns
  }

  /** Waits until everybody who came before has a client, and one is free. */
  #turn(): Promise<void> {
    const step: RequestedStep<void> = {
      label: `a client of its pool (${this.options.max} at most)`,
      isReady: () => this.#waiting[0] === step && this.#hasClient(),
      mishaps: () => [
        {
          fault: 'pool-exhausted',
          perform: () => {
            this.#waiting.splice(this.#waiting.indexOf(step), 1);
            const error = exhaustedPool();
            const detail: ClientDetail = { kind: 'client', isGiven: false };
            return { outcome: { error }, detail, evidence: ['client', error.message] };
          },
        },
      ],
      perform: () => {
        this.#waiting.shift();
        const detail: ClientDetail = { kind: 'client', isGiven: true };
        return { outcome: { value: undefined }, detail, evidence: ['client'] };
      },
    };
    this.#waiting.push(step);
    return this.#mover().step(step);
  }

  /** Whether a client is idle or may be made, besides those that are as good as given away. */
  #hasClient(): boolean {
    return this.idleCount + this.options.max - this.totalCount > this.waitingCount;
  }
}

/** For a client that there is none of. */
const ignore = (): void => undefined;
