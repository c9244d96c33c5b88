import { type Client, client } from '../../src/client/index.ts';
import { createEngine, createSweeps } from '../../src/engine/index.ts';
import type { Notifier } from '../../src/ports/index.ts';
import type { AnyWorkflow, PayloadCodec } from '../../src/sdk/index.ts';
import {
  Announcer,
  longPoll,
  notifyAfter,
  notifyAfterSweeps,
  sweeper,
  sweepWhenDue,
} from '../../src/server/index.ts';
import { type AnyTask, worker } from '../../src/worker/index.ts';
import { type Actor, clockOf, spawnOf } from '../kernel/index.ts';
import { simulatedPool, type Target } from '../target/index.ts';

/** What a node runs. */
export type Definitions = {
  readonly workflows: readonly AnyWorkflow[];
  readonly tasks: readonly AnyTask[];
  readonly queues: readonly string[];
  readonly codec?: PayloadCodec;
};

/** Longer than any test's time: whoever waits is told. */
export const EVER_MS = 100 * 365 * 86_400_000;

/**
 * A server, a worker and a client in one actor. They tell each other what there is to do and never ask in vain, so
 * nothing is due but what workflows and tasks wait for: time can go there at once.
 */
export class Node {
  readonly client: Client;
  /** Resolves when all that was begun has ended. */
  readonly ended: () => Promise<void>;
  readonly #stops: (() => void)[] = [];

  constructor(actor: Actor, target: Target, notifier: Notifier, { codec, ...definitions }: Definitions) {
    const [clock, spawn, { random }] = [clockOf(actor), spawnOf(actor), actor];
    const sql = simulatedPool(actor, target);
    const fail = (error: unknown): never => {
      throw error;
    };
    const announcer = new Announcer({ sql, notifier, clock, spawn, onError: fail });
    const sweeping = sweeper({
      sweeps: notifyAfterSweeps(createSweeps({ sql, random }), announcer),
      clock,
      everyMs: EVER_MS,
      onError: fail,
    });
    const polls = longPoll({
      operations: sweepWhenDue(notifyAfter(createEngine({ sql, random }), announcer), sweeping, clock),
      notifier,
      clock,
      fallbackMs: EVER_MS,
      maxWaitMs: EVER_MS,
    });
    const { operations } = polls;
    const shared = { clock, waitMs: EVER_MS, ...(codec ? { codec } : {}) };
    this.client = client({ ...shared, operations, random });
    const working = worker({
      ...shared,
      ...definitions,
      name: 'worker',
      operations,
      spawn,
      idleHeartbeatMs: EVER_MS,
      onError: fail,
    });
    const fibers = [spawn.start('sweeper', () => sweeping.run()), spawn.start('worker', () => working.run())];
    this.#stops.push(
      () => working.stop(),
      () => sweeping.stop(),
      () => polls.close(),
    );
    this.ended = async () => {
      for (const fiber of fibers) await fiber.join();
      await announcer.close();
    };
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
