import type pg from 'pg';
import type { Actor, Simulation } from '../kernel/index.ts';
import { Pool, type PoolOptions } from '../pg/index.ts';
import type { Target } from '../target/index.ts';

/**
 * What the body of a simulation does everything through. All of it can be used by the body and by every actor, and
 * taken out of the world.
 */
export type SimulateWorld = {
  /** The run's seed. */
  readonly seed: string;

  /** A pool of node-postgres on the database under test, empty but for the schema. Every statement is a step. */
  readonly pool: pg.Pool;

  /** Opens one more pool, as another process would have. */
  readonly openPool: (options?: PoolOptions) => pg.Pool;

  /** Virtual time. `Date`, `setTimeout` and the like are virtual too; this is for code that takes a clock. */
  readonly clock: {
    /** Milliseconds since the Unix epoch. */
    readonly now: () => number;
    /** Resolves once `milliseconds` have passed. */
    readonly sleep: (milliseconds: number) => Promise<void>;
  };

  /** Randomness of whoever asks, grown from the seed. `Math.random` and `crypto.randomUUID` are virtual too. */
  readonly random: {
    /** A random (version 4) UUID in its canonical text form. */
    readonly uuid: () => string;
    /** A number in [0, 1). */
    readonly fraction: () => number;
    /** A whole number in [0, count). */
    readonly below: (count: number) => number;
  };

  /**
   * Starts an actor: one of those that run at the same time, such as the handler of one request.
   *
   * @param name tells it apart from all others of the run
   * @returns what `body` returns, once it has ended
   */
  readonly actor: <Result>(name: string, body: ActorBody<Result>) => Promise<Result>;

  /**
   * Starts an actor for each entry, and waits until all of them have ended.
   *
   * @returns what each returned, by name
   * @throws what the first of them that failed has thrown
   */
  readonly actors: <Bodies extends Readonly<Record<string, ActorBody<unknown>>>>(
    bodies: Bodies,
  ) => Promise<{ -readonly [Name in keyof Bodies]: Awaited<ReturnType<Bodies[Name]>> }>;
};

/** What an actor does. */
export type ActorBody<Result> = (world: SimulateWorld) => Result | Promise<Result>;

/** An actor threw. */
export type ActorFailure = { readonly actor: string; readonly error: unknown };

/** The actor that a simulation's body is run by. */
export const MAIN = 'main';

/** The world of one run, and what became of its actors. */
export class RunWorld implements SimulateWorld {
  readonly seed: string;
  readonly pool: pg.Pool;
  readonly clock: SimulateWorld['clock'];
  readonly random: SimulateWorld['random'];
  /** Errors that the body and actors have thrown, in the order in which they did. */
  readonly failures: ActorFailure[] = [];
  /** Names of actors that have not ended. */
  readonly onStage = new Set<string>();
  /** Names that are taken; `clock` is the name under which time advances. */
  readonly #names = new Set(['clock']);
  readonly #simulation: Simulation;
  readonly #target: Target;
  readonly #isFaulty: boolean;

  /** @param isFaulty whether things can go wrong */
  constructor(seed: string, simulation: Simulation, target: Target, pool: PoolOptions, isFaulty: boolean) {
    this.seed = seed;
    this.#simulation = simulation;
    this.#target = target;
    this.#isFaulty = isFaulty;
    this.pool = this.openPool(pool);
    this.clock = {
      now: () => this.#mover().now(),
      sleep: (milliseconds) => this.#mover().sleep(milliseconds),
    };
    this.random = {
      uuid: () => this.#mover().random.uuid(),
      fraction: () => this.#mover().random.fraction(),
      below: (count) => this.#mover().random.below(count),
    };
  }

  /** Whether anybody is on stage but the body. */
  get hasActors(): boolean {
    return this.onStage.size > (this.onStage.has(MAIN) ? 1 : 0);
  }

  /** Puts the body on stage; nothing runs before the simulation does. */
  begin(body: ActorBody<unknown>): void {
    const run = this.#watched(MAIN, body);
    this.#simulation.spawn(MAIN, async () => {
      await run().catch(() => undefined); // kept already
    });
  }

  readonly openPool: SimulateWorld['openPool'] = (options = {}) =>
    new Pool(this.#target, () => this.#mover(), options, this.#isFaulty);

  readonly actor: SimulateWorld['actor'] = (name, body) => {
    const ended = this.#mover().spawn(name, this.#watched(name, body)).join();
    ended.catch(() => undefined); // kept already, whether anybody waits for it or not
    return ended;
  };

  readonly actors: SimulateWorld['actors'] = async (bodies) => {
    const ends = Object.entries(bodies).map(async ([name, body]) => [name, await this.actor(name, body)]);
    await Promise.allSettled(ends);
    // Each entry is made of a name and what the body of that name returned.
    return Object.fromEntries(await Promise.all(ends)) as never;
  };

  #watched<Result>(name: string, body: ActorBody<Result>): () => Promise<Result> {
    if (this.#names.has(name))
      throw new TypeError(`there are two actors named ${name}: each needs its own name`);
    this.#names.add(name);
    this.onStage.add(name);
    return async () => {
      try {
        return await body(this);
      } catch (error) {
        this.failures.push({ actor: name, error });
        throw error;
      } finally {
        this.onStage.delete(name);
      }
    };
  }

  #mover(): Actor {
    const mover = this.#simulation.mover();
    if (!mover) throw new Error(`the world of run ${this.seed} was used outside of that run`);
    return mover;
  }
}
