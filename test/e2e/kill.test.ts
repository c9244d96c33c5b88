import { describe, expect, inject, it } from 'vitest';
import pg from 'pg';
import { client } from '../../src/client/index.ts';
import type { WorkflowEvent } from '../../src/events/index.ts';
import { systemClock, systemRandom } from '../../src/ports/system/index.ts';
import { connect } from '../../src/rpc/index.ts';
import { freshDatabase } from '../support/databases.ts';
import { type Process, startServer, startWorker } from '../support/deployment.ts';
import { freePort } from '../support/nats-server.ts';
import { COMPLETED_TASKS, order, totalOf } from './fixture/resilient-worker.ts';

/** For more: `SKEIN_KILLS=100 node node_modules/vitest/vitest.mjs run test/e2e/kill.test.ts`. */
const KILLS = Number(process.env['SKEIN_KILLS'] ?? 6);
const MS_EACH = 10_000;
const CUSTOMERS = 8;
const SERVERS = 2;
const WORKERS = 4;
const MODULE = 'test/e2e/fixture/resilient-worker.ts';

const isMissing = inject('postgresUrl') === null;

describe(`kill -9${isMissing ? ': install the postgresql package' : ''}`, () => {
  it.skipIf(isMissing)(
    `of workers amid their tasks and servers amid their requests, ${KILLS} times: every workflow ends right, once`,
    async () => {
      const database = await freshDatabase();
      const ports = await Promise.all(Array.from({ length: SERVERS }, () => freePort()));
      const urls = ports.map((port) => `http://127.0.0.1:${port}`);
      const serve = (index: number) =>
        startServer('--database-url', database.url, '--port', String(ports[index]), '--log-level', 'info');
      const work = (index: number) =>
        startWorker(urls[index % SERVERS] ?? '', MODULE, '--lease', '1s', '--name', `worker-${index + 1}`);
      const servers: Process[] = await Promise.all(ports.map((_, index) => serve(index)));
      const workers: Process[] = await Promise.all(
        Array.from({ length: WORKERS }, (_, index) => work(index)),
      );
      const load = new Load(urls);
      try {
        const customers = Array.from({ length: CUSTOMERS }, (_, index) => load.orderOn(index));
        for (let kill = 0; kill < KILLS; kill += 1) {
          await systemClock.sleep(200 + 400 * systemRandom.fraction());
          // Every third time a server: whoever it served goes on once it is there again.
          const [victims, restart] = kill % 3 === 2 ? [servers, serve] : [workers, work];
          const index = Math.floor(systemRandom.fraction() * victims.length);
          await victims[index]?.kill();
          victims[index] = await restart(index);
        }
        load.isOver = true;
        await Promise.all(customers);
        const retried = await countOf(database.url, 'select count(*) from task_execution where attempt > 1');
        const open = await countOf(
          database.url,
          `select count(*) from workflow_execution where status <> 'COMPLETED'`,
        );
        const facts = `${KILLS} kills, ${load.ended} orders, ${load.unanswered} calls without an answer, ${retried} tasks run again`;
        if (KILLS > 10) process.stdout.write(`${facts}\n`);
        expect(load.wrong, facts).toEqual([]);
        expect(open, facts).toBe(0);
        expect(load.ended, facts).toBeGreaterThan(CUSTOMERS);
        expect(retried, facts).toBeGreaterThan(0);
      } finally {
        load.close();
        await Promise.all([...workers, ...servers].map((each) => each.kill()));
        await database.drop();
      }
    },
    60_000 + KILLS * MS_EACH,
  );
});

/** Customers who order, wait, and look at what came of it: again and again. */
class Load {
  isOver = false;
  ended = 0;
  unanswered = 0;
  readonly wrong: string[] = [];
  readonly #connections: ReturnType<typeof connect>[];

  constructor(urls: readonly string[]) {
    this.#connections = urls.map((baseUrl) => connect({ baseUrl, timeoutMs: 5_000 }));
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  async orderOn(customer: number): Promise<void> {
    const operations = this.#connections[customer % this.#connections.length];
    if (!operations) throw new Error('there is no connection');
    const caller = client({ operations, clock: systemClock, random: systemRandom, waitMs: 2_000 });
    for (let turn = 0; !this.isOver; turn += 1) {
      const id = `order-${customer}-${turn}`;
      const from = customer * 100 + turn;
      await this.#persist(() => caller.start(order, from, { id, idempotencyKey: id }));
      const handle = caller.handle(id);
      const total = await this.#persist(() => handle.result());
      if (total !== totalOf(from)) this.wrong.push(`${id} came to ${String(total)}, not ${totalOf(from)}`);
      const history = await this.#persist(() => handle.history());
      this.wrong.push(...faultsOf(history).map((fault) => `${id}: ${fault}`));
      this.ended += 1;
    }
  }

  /** Asks until there is an answer: what a client does whose server has gone. */
  async #persist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        const isUnanswered = error instanceof Error && 'retryable' in error && error.retryable === true;
        if (!isUnanswered) throw error;
        this.unanswered += 1;
        await systemClock.sleep(50);
      }
    }
  }
}

/** What is wrong with the history of an order. */
function faultsOf(history: readonly WorkflowEvent[]): readonly string[] {
  const faults: string[] = [];
  if (history.some(({ sequence }, index) => sequence !== index + 1)) faults.push('its sequences have gaps');
  const completed = history.flatMap((event) => (event.type === 'TASK_COMPLETED' ? [event.data.taskId] : []));
  if (completed.length !== COMPLETED_TASKS) faults.push(`it has ${completed.length} completions`);
  if (new Set(completed).size !== completed.length) faults.push('a task is completed twice');
  const ends = history.filter(({ type }) => type === 'WORKFLOW_COMPLETED').length;
  if (ends !== 1) faults.push(`it ends ${ends} times`);
  return faults;
}

async function countOf(url: string, query: string): Promise<number> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  try {
    const { rows } = await connection.query<{ count: string }>(query);
    return Number(rows[0]?.count);
  } finally {
    await connection.end();
  }
}
