import { expect } from 'vitest';
import { type Client, client } from '../../src/client/index.ts';
import { createEngine, type Operations } from '../../src/engine/index.ts';
import type { Clock, SqlPool } from '../../src/ports/index.ts';
import { systemClock, systemRandom, systemSpawn } from '../../src/ports/system/index.ts';
import { worker, type WorkerOptions } from '../../src/worker/index.ts';

/** The system's clock for those who wait in long pauses: it sleeps for a moment only. */
export const hastyClock: Clock = { ...systemClock, sleep: () => systemClock.sleep(2) };

/** A hasty clock that records how long it was asked to sleep, and refuses once it was asked too often. */
export function recordingClock(limit = 1_000): Clock & { readonly sleeps: readonly number[] } {
  const sleeps: number[] = [];
  return {
    ...systemClock,
    sleeps,
    sleep(milliseconds) {
      if (sleeps.length >= limit) return Promise.reject(new Error(`slept ${limit} times`));
      sleeps.push(milliseconds);
      return systemClock.settled();
    },
    alarm(milliseconds) {
      return { rung: this.sleep(milliseconds), ring: () => undefined };
    },
  };
}

/** Worker options that make tests fast. */
export function workerOptions(operations: Operations, overrides: Partial<WorkerOptions> = {}): WorkerOptions {
  return {
    name: 'worker',
    operations,
    clock: systemClock,
    spawn: systemSpawn,
    queues: ['default'],
    workflows: [],
    tasks: [],
    pollMs: 2,
    maxPollMs: 10,
    ...overrides,
  };
}

type System = { readonly operations: Operations; readonly client: Client };

/** Runs workers while `body` runs, then stops them; fails if any of their calls did. */
export async function withWorkers<Result>(
  sql: SqlPool,
  { workers = 1, ...options }: Partial<WorkerOptions> & { readonly workers?: number },
  body: (system: System) => Promise<Result>,
): Promise<Result> {
  const operations = createEngine({ sql, random: systemRandom });
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const pool = Array.from({ length: workers }, (_, index) =>
    worker(workerOptions(operations, { name: `worker-${index}`, onError, ...options })),
  );
  const running = pool.map((each) => each.run());
  const system = { operations, client: client({ operations, clock: hastyClock, random: systemRandom }) };
  let result: Result;
  try {
    result = await body(system);
  } finally {
    for (const each of pool) each.stop();
    await Promise.all(running);
  }
  expect(errors).toEqual([]);
  return result;
}

/** Something that one side waits for until the other opens it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const openers: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => openers.push(resolve));
  return { opened, open: () => openers.forEach((open) => open()) };
}
