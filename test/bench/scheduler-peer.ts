import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { Bench } from 'tinybench';
import { task, workflow } from '../../src/index.ts';
import { createEngine } from '../../src/engine/index.ts';
import type { Clock, Sql, SqlPool } from '../../src/ports/index.ts';
import { pglitePool, systemClock, systemRandom } from '../../src/ports/system/index.ts';
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import { jsonCodec } from '../../src/sdk/index.ts';
import { Attempt } from '../../src/worker/attempt.ts';
import { runTask } from '../../src/worker/run-task.ts';
import { KeptRuns } from '../../src/worker/kept-runs.ts';
import { runWorkflow } from '../../src/worker/run-workflow.ts';
import { bootTarget, median, runOnce, scenarioNamed } from './simulated-runs.ts';

const RUNS = 100;
const ROUNDS = 5;

const double = task({ name: 'double', run: async (_context, value: number) => value * 2 });
const fanOut = workflow({
  name: 'fan-out-fan-in',
  run: async (context, count: number) => {
    const handles = Array.from({ length: count }, (_, index) => context.schedule(double, index + 1));
    return (await Promise.all(handles)).reduce((sum, value) => sum + value, 0);
  },
});

/** Schedules a second beside fast-check's own scheduler over `db.query`, on the same engine code and workload. */
export async function* againstScheduler(): AsyncGenerator<string> {
  yield '(b) fan-out of 3: schedules a second, beside fc.scheduler() over db.query (at least 4 times as many)';
  const target = await bootTarget();
  const scenario = scenarioNamed('fan-out');
  for (let seed = 0; seed < 2 * RUNS; seed += 1) await runOnce(target, scenario, seed);

  const database = await PGlite.create();
  for (const statement of ENGINE_SCHEMA) await database.exec(statement);

  const bench = new Bench({ iterations: 1, time: 0, warmup: false });
  bench.add('skein', async () => {
    for (let seed = 0; seed < RUNS; seed += 1) await runOnce(target, scenario, seed);
  });
  bench.add('fast-check', async () => {
    const property = fc.asyncProperty(fc.scheduler(), (scheduler) => schedule(database, scheduler));
    await fc.assert(property, { numRuns: RUNS });
  });
  const ratios: number[] = [];
  const rates: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [ours = 0, theirs = 0] = (await bench.run()).map((each) => {
      if (!('latency' in each.result)) throw new Error(`${each.name} did not finish`);
      return each.result.latency.mean;
    });
    ratios.push(theirs / ours);
    rates.push(`${((RUNS / ours) * 1_000).toFixed(0)} : ${((RUNS / theirs) * 1_000).toFixed(0)}`);
    bench.reset();
  }
  yield `    ${median(ratios).toFixed(1)} times as many   (runs/s, round by round: ${rates.join(', ')})`;
  await database.close();
  await target.close();
}

/** One schedule as a user of fast-check would write it: every statement waits for the scheduler, then is queried. */
async function schedule(database: PGlite, scheduler: fc.Scheduler): Promise<void> {
  // The cheapest reset there is; TRUNCATE, the usual one, takes milliseconds.
  await database.exec(
    'delete from task_execution; delete from workflow_event; delete from workflow_execution',
  );
  const engine = createEngine({ sql: gated(pglitePool(database), scheduler), random: systemRandom });
  const shared = { operations: engine, clock, codec: jsonCodec, onError: fail };
  const workflowSurroundings = {
    ...shared,
    workflows: new Map([[fanOut.name, fanOut]]),
    keptRuns: new KeptRuns(0), // both workers have it, and whoever keeps a run has to be alone with it
    log: () => undefined,
  };
  const taskSurroundings = { ...shared, tasks: new Map([[double.name, double]]) };
  const leaseMs = 30_000;
  const state = { isDone: false };

  const client = async (): Promise<void> => {
    await engine.startWorkflow({ id: 'sum', kind: fanOut.name, queue: 'default', input: 3 });
    for (let after = 0; ; ) {
      const { events } = await engine.getEvents({ workflowId: 'sum', after });
      after = events.at(-1)?.sequence ?? after;
      state.isDone = events.some((event) => event.type === 'WORKFLOW_COMPLETED');
      if (state.isDone) return;
    }
  };
  const worker = async (name: string): Promise<void> => {
    const asker = { worker: name, queues: ['default'], leaseMs };
    const running: Promise<unknown>[] = [];
    while (!state.isDone) {
      const { activation } = await engine.pollWorkflow({ ...asker, kinds: [fanOut.name] });
      if (activation) await runWorkflow(workflowSurroundings, activation);
      const { task: claimed } = await engine.pollTask({ ...asker, kinds: [double.name] });
      if (claimed)
        running.push(
          runTask(
            taskSurroundings,
            claimed,
            new Attempt({ ...claimed, taskId: claimed.id }, engine, leaseMs),
          ),
        );
    }
    await Promise.all(running);
  };
  await scheduler.waitFor(Promise.all([client(), worker('worker-1'), worker('worker-2')]));
}

/** PGlite answers within microtasks, so that workers that poll would keep a macrotask waiting for ever. */
const clock: Clock = {
  ...systemClock,
  settled: async () => {
    for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve();
  },
};

function gated(pool: SqlPool, scheduler: fc.Scheduler): SqlPool {
  const gate =
    (sql: Sql): Sql['query'] =>
    async (text, values) => {
      await scheduler.schedule(Promise.resolve(), text);
      return await sql.query(text, values);
    };
  return {
    query: gate(pool),
    transaction: (body) => pool.transaction((session) => body({ query: gate(session) })),
  };
}

function fail(error: unknown): never {
  throw error;
}
