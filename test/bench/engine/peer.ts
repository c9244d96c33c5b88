import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A system that runs workflows and tasks on PostgreSQL, as the bench drives it. */
export type Peer = {
  readonly name: string;
  /** Makes its tables. */
  prepare(url: string): Promise<void>;
  /** Works in this process until told to stop. */
  work(url: string): Promise<() => Promise<void>>;
  /** Has work done by other processes. */
  drive(url: string): Promise<Driver>;
};

export type Driver = {
  /** Starts a workflow of so many parallel tasks, and waits for its result; absent for what has no workflows. */
  readonly fanOut?: (tasks: number) => Promise<void>;
  /** Has so many tasks run that belong to no workflow, and waits until all have ended. */
  readonly bare?: (tasks: number) => Promise<void>;
  close(): Promise<void>;
};

/** How long a task takes, in milliseconds: nothing, unless a worker's process is told otherwise. */
const TASK_MS = Number(process.env['SKEIN_BENCH_TASK_MS'] ?? 0);

/** What every task does. */
export async function double(number: number): Promise<number> {
  if (TASK_MS > 0) await sleep(TASK_MS);
  return number * 2;
}

/** How many tasks a worker of any peer runs at once. */
export const CONCURRENCY = 10;

/** Asks the database until a count is nought: everybody's tasks are waited for in the same way. */
export async function untilNoneIsLeft(url: string, query: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ left: string }>(query);
      if (Number(rows[0]?.left) === 0) return;
      await sleep(10);
    }
  } finally {
    await client.end();
  }
}
