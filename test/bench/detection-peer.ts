import * as fc from 'fast-check';
import { DEFECTS, type Defect } from '../../models/defect/index.ts';
import { detect } from '../../sim/campaign/index.ts';
import { schedules } from '../../sim/fast-check/index.ts';
import { type ActorBody, simulate } from '../../sim/simulate/index.ts';
import { type Strategy, strategyNamed } from '../../sim/strategy/index.ts';
import { lettingTimePass, type StepChooser } from '../../sim/strategy/time.ts';
import { PGliteTarget, type Target } from '../../sim/target/index.ts';
import { bootTarget, median, scenarioNamed } from './simulated-runs.ts';

/** Medians are of so many searches, each from a seed of its own. */
const TRIALS = Number(process.env['SKEIN_TRIALS'] ?? 5);
const MOST_RUNS = 400;
const OURS = ['random', 'pct', 'pos', 'surw', 'portfolio'];
const ENGINE = ['five-retries', 'expected-final', 'all-tasks-done'];

/**
 * Asks fast-check's own scheduler which of the steps that wait comes next: each of them is a task that was scheduled, and
 * one is waited for. It is offered the same steps as our strategies are, and time passes as it does for them; so this
 * compares how schedules are searched, and nothing else.
 */
const fastCheckScheduler: Strategy = {
  name: 'fc.scheduler()',
  summary: "fast-check's own scheduler",
  chooser: (random) =>
    lettingTimePass('fc.scheduler()', random, asking(sampled(fc.scheduler(), random.bits()))),
};

/** What our arbitrary draws, without the shrinking. */
const drawnByFastCheck: Strategy = {
  name: 'schedules()',
  summary: 'drawn by fast-check, as skein/fast-check has it',
  chooser: (random) => sampled(schedules(), random.bits()).chooser(),
};

function sampled<Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value {
  const [value] = fc.sample(arbitrary, { seed: seed | 0, numRuns: 1 });
  if (value === undefined) throw new Error('fast-check has drawn nothing');
  return value;
}

function asking(scheduler: fc.Scheduler): StepChooser {
  const scheduled = new Set<number>();
  let picked = -1;
  return {
    choose(steps) {
      for (const { request, label } of steps) {
        if (scheduled.has(request)) continue;
        scheduled.add(request);
        void scheduler.schedule(Promise.resolve(), label, undefined, (run) => {
          picked = request;
          return run();
        });
      }
      for (;;) {
        void scheduler.waitOne(); // it decides at once
        scheduled.delete(picked);
        const index = steps.findIndex(({ request }) => request === picked);
        if (index >= 0) return index; // others were taken without a choice, or have to wait just now
      }
    },
  };
}

/** How many runs each strategy takes until it finds a bug: the fewer, the better it searches. */
export async function* detectionBesideScheduler(): AsyncGenerator<string> {
  const names = OURS.map((name) => strategyNamed(name)).filter((strategy) => strategy !== undefined);
  const strategies = [fastCheckScheduler, ...names, drawnByFastCheck];
  yield `runs until a bug is found, median of ${TRIALS} searches (${MOST_RUNS} runs at most), the same steps on offer`;
  yield row(
    '',
    strategies.map(({ name }) => name),
  );

  const target = await PGliteTarget.boot({
    schema: ['create table counter (id int primary key, value int not null)'],
  });
  for (const [title, actors] of [
    ['lost update, 2 actors', 2],
    ['lost update, 2 of 8 actors', 8],
  ] as const) {
    yield row(
      title,
      await mediansOf(strategies, (strategy, seed) => runsToLoseUpdate(target, actors, strategy, seed)),
    );
  }
  await target.close();

  const engine = await bootTarget();
  for (const name of ENGINE) {
    const defect = DEFECTS.find((each) => each.name === name);
    if (!defect) throw new Error(`no defect ${name}`);
    yield row(
      name,
      await mediansOf(strategies, (strategy, seed) => runsToDetect(engine, defect, strategy, seed)),
    );
  }
  await engine.close();
}

async function mediansOf(
  strategies: readonly Strategy[],
  search: (strategy: Strategy, seed: string) => Promise<number>,
): Promise<readonly string[]> {
  const medians: string[] = [];
  for (const strategy of strategies) {
    const runs: number[] = [];
    for (let trial = 0; trial < TRIALS; trial += 1) runs.push(await search(strategy, `detection/${trial}`));
    const middle = median(runs);
    medians.push(middle > MOST_RUNS ? `>${MOST_RUNS}` : String(middle));
  }
  return medians;
}

/** All actors but two change rows of their own, and do it several times. */
async function runsToLoseUpdate(
  target: Target,
  actors: number,
  strategy: Strategy,
  seed: string,
): Promise<number> {
  const add =
    (id: number): ActorBody<void> =>
    async ({ pool }) => {
      const { rows } = await pool.query('select value from counter where id = $1', [id]);
      await pool.query('update counter set value = $1 where id = $2', [rows[0].value + 1, id]);
    };
  const busy =
    (id: number): ActorBody<void> =>
    async (world) => {
      for (let turn = 0; turn < 3; turn += 1) await add(id)(world);
    };
  const options = { target, seed, strategy, runs: MOST_RUNS };
  const { runs, failures } = await simulate(options, async (world) => {
    for (let id = 0; id < actors; id += 1) await world.pool.query('insert into counter values ($1, 0)', [id]);
    const all = Array.from({ length: actors }, (_, n) => [`actor-${n}`, n < 2 ? add(0) : busy(n)] as const);
    await world.actors(Object.fromEntries(all));
    const { rows } = await world.pool.query('select value from counter where id = 0');
    if (rows[0].value !== 2) throw new Error('an update is lost');
  });
  return failures.length > 0 ? runs : MOST_RUNS + 1;
}

async function runsToDetect(
  target: Target,
  defect: Defect,
  strategy: Strategy,
  seed: string,
): Promise<number> {
  const { scenario, size = {} } = defect.shows;
  const plan = { defect, scenarios: [scenarioNamed(scenario)], size };
  const { type, runs } = await detect(target, plan, { strategy, seed, mostRuns: MOST_RUNS });
  return type === 'FOUND' ? runs : MOST_RUNS + 1;
}

function row(title: string, cells: readonly string[]): string {
  return `    ${title.padEnd(28)}${cells.map((cell) => cell.padStart(15)).join('')}`;
}
