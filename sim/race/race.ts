import type { SqlValue } from '../../src/ports/index.ts';
import type { RandomStream } from '../kernel/index.ts';

/** A racer's own session. Every statement is a step of its own. */
export type RaceSession = {
  /**
   * Executes one statement, `begin` and `commit` included.
   *
   * @throws {SqlError} when the database refuses it. A racer that lets this pass is rolled back, and has ended.
   */
  readonly query: <Row>(text: string, values?: readonly SqlValue[]) => Promise<readonly Row[]>;

  /** The racer's own random numbers, the same on every target. */
  readonly random: RandomStream;
};

/** What one actor of a race does. */
export type Racer = (session: RaceSession) => Promise<void>;

/** Sessions that meet in plain SQL: no engine, no laws. What comes of it is compared between targets. */
export type Race = {
  readonly name: string;
  readonly summary: string;
  /** Statements that make its tables. Races that share a table share its statement. */
  readonly schema: readonly string[];
  /** Statements that fill the tables before the race begins. */
  readonly rows: readonly string[];
  /** One actor each, by its name. */
  readonly racers: Readonly<Record<string, Racer>>;
  /** Queries for what is left in the end, each with an order of its own. */
  readonly left: readonly string[];
};
