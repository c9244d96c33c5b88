import pg from 'pg';
import type { RequestedStep, StepDetail } from '../kernel/index.ts';
import type { Target } from '../target/index.ts';
import { Client } from './client.ts';
import type { Mover } from './connection.ts';

/** Of node-postgres' own options, those that mean something in a run. */
export type PoolOptions = {
  /** The most clients at a time; 10 by default, as in node-postgres. */
  readonly max?: number;
  /** Parsers of column types, in place of `pg.types`. */
  readonly types?: pg.CustomTypesConfig;
};

/** Somebody who had to wait for a client of a pool was given one. */
export type ClientDetail = StepDetail & { readonly kind: 'client' };

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

/**
 * node-postgres' own pool, whose clients are sessions of a target. All actors may share one: a statement is a step of
 * whoever moves. Waiting for a client is the one thing it does otherwise, for whoever waits must wait at a gate; it is
 * still first come, first served.
 */
export class Pool extends pg.Pool {
  readonly #mover: Mover;
  readonly #waiting: RequestedStep<void>[] = [];

  constructor(target: Target, mover: Mover, { max = 10, types }: PoolOptions = {}) {
    const SessionClient = class extends Client {
      constructor() {
        super(target, mover, types);
      }
    };
    // Nobody tires of waiting: clients stay until the pool ends.
    super({ max, idleTimeoutMillis: 0, Client: SessionClient });
    this.#mover = mover;
  }

  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> & void {
    const connect = () => super.connect(...((callback ? [callback] : []) as [])) as unknown; // either overload
    const isFree = this.ending || (this.#waiting.length === 0 && this.#hasClient());
    const connected = isFree ? connect() : this.#turn().then(connect);
    return (callback ? undefined : connected) as Promise<pg.PoolClient> & void; // what that overload returns
  }

  /** Waits until everybody who came before has a client, and one is free. */
  #turn(): Promise<void> {
    const step: RequestedStep<void> = {
      label: `a client of its pool (${this.options.max} at most)`,
      isReady: () => this.#waiting[0] === step && this.#hasClient(),
      perform: () => {
        this.#waiting.shift();
        const detail: ClientDetail = { kind: 'client' };
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
