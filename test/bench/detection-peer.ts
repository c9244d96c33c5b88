import * as fc from 'fast-check';
import { DEFECTS, type Defect } from '../../models/defect/index.ts';
import { detect } from '../../sim/campaign/index.ts';
import { schedules } from '../../sim/fast-check/index.ts';
import type { Scenario } from '../../sim/scenario/index.ts';
import { type Spread, spreadOf } from '../../sim/scoreboard/index.ts';
import { type ActorBody, simulate } from '../../sim/simulate/index.ts';
import { type Strategy, strategyNamed } from '../../sim/strategy/index.ts';
import { lettingTimePass, type StepChooser } from '../../sim/strategy/time.ts';
import { PGliteTarget, type Target } from '../../sim/target/index.ts';
import { bootTarget, scenarioNamed } from './simulated-runs.ts';

/** Medians are of so many searches, each from a seed of its own. */
const TRIALS = Number(process.env['SKEIN_TRIALS'] ?? 40);
const MOST_RUNS = Number(process.env['SKEIN_MOST_RUNS'] ?? 100);
const OURS = process.env['SKEIN_STRATEGIES'] ?? 'random,urw,pct,pos,surw,overtake,portfolio,schedules()';
/** So many times fewer schedules than fast-check's scheduler the portfolio is to need for what is deep. */
const FLOOR = 3;

/** Bugs of the engine, where they show with the fewest tasks and steps, and where else they do. */
const DEEP: readonly (readonly [defect: string, scenario: string, tasks: number, isSmallest: boolean])[] = [
  ['five-retries', 'completions', 6, true],
  ['expected-final', 'signals', 1, true],
  ['all-tasks-done', 'signals', 1, true],
  ['five-retries', 'completions', 8, false],
  ['expected-final', 'fan-out', 2, false],
  ['all-tasks-done', 'selections', 2, false],
];

/**
 * Asks fast-check's own scheduler which of the steps that wait comes next: each of them is a task that was scheduled, and
 * one is waited for. It drives the same scenario, of the same size, on the same database, without faults, and is offered
 * the same steps as our strategies are: every statement, every call and every answer. Time is no task of it, but passes as
 * it does for ours, when nobody can step and once in 128 decisions: were it a task, pollers would crowd out the work. So
 * this compares how schedules are searched, and nothing else.
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
  const ours = OURS.split(',').map((name) =>
    name === drawnByFastCheck.name ? drawnByFastCheck : strategyNamed(name),
  );
  const strategies = [fastCheckScheduler, ...ours.filter((strategy) => strategy !== undefined)];
  yield `schedules until a bug is found, pilot runs included: medians of ${TRIALS} searches of at most ${MOST_RUNS} runs,`;
  yield 'and what the true ones lie between; the same steps on offer';
  yield line(
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
      await spreadsOf(strategies, (strategy, seed) => runsToLoseUpdate(target, actors, strategy, seed)),
    );
  }
  await target.close();

  const engine = await bootTarget();
  const floors: string[] = [];
  for (const [name, scenario, tasks, isSmallest] of DEEP) {
    const defect = DEFECTS.find((each) => each.name === name);
    if (!defect) throw new Error(`no defect ${name}`);
    const place: Place = { defect, scenario: scenarioNamed(scenario), tasks };
    const spreads = await spreadsOf(strategies, (strategy, seed) =>
      runsToDetect(engine, place, strategy, seed),
    );
    yield row(`${name}, ${scenario} ${tasks}`, spreads);
    if (isSmallest) floors.push(`    ${name.padEnd(28)}${floorText(spreads)}`);
  }
  await engine.close();
  yield `portfolio beside fc.scheduler(), where each bug shows in the fewest steps (the floor is ${FLOOR})`;
  yield* floors;
}

type Spreads = ReadonlyMap<string, Spread>;

async function spreadsOf(
  strategies: readonly Strategy[],
  search: (strategy: Strategy, seed: string) => Promise<number>,
): Promise<Spreads> {
  const spreads = new Map<string, Spread>();
  for (const strategy of strategies) {
    const runs: number[] = [];
    const pilots = strategy.needsProfile ? 1 : 0; // is a schedule, too
    for (let trial = 0; trial < TRIALS; trial += 1) {
      runs.push(pilots + (await search(strategy, `detection/${trial}`)));
    }
    spreads.set(strategy.name, spreadOf(runs));
  }
  return spreads;
}

/** `3.5 times fewer: met`; at least so many, where fast-check found it in less than half of the searches. */
function floorText(spreads: Spreads): string {
  const [theirs, ours] = [spreads.get(fastCheckScheduler.name), spreads.get('portfolio')];
  if (!theirs || !ours || !Number.isFinite(ours.median)) return 'not measured';
  const ratio = Math.min(theirs.median, MOST_RUNS) / ours.median;
  const least = Number.isFinite(theirs.median) ? '' : 'more than ';
  return `${least}${ratio.toFixed(1)} times fewer schedules: ${ratio >= FLOOR ? 'met' : 'not met'}`;
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
  return failures.length > 0 ? runs : Number.POSITIVE_INFINITY;
}

/** Where a defect is looked for. */
type Place = { readonly defect: Defect; readonly scenario: Scenario; readonly tasks: number };

async function runsToDetect(
  target: Target,
  { defect, scenario, tasks }: Place,
  strategy: Strategy,
  seed: string,
): Promise<number> {
  const size = { tasks, workers: Math.min(scenario.size.workers, 1), servers: 1 };
  const plan = { defect, scenarios: [scenario], size };
  const { type, runs } = await detect(target, plan, { strategy, seed, mostRuns: MOST_RUNS });
  return type === 'FOUND' ? runs : Number.POSITIVE_INFINITY;
}

function row(title: string, spreads: Spreads): string {
  return line(title, [...spreads.values()].map(spreadText));
}

/** `7 (2–31)`: the median, and what the true one lies between. */
function spreadText({ median, low, high }: Spread): string {
  const figure = (value: number): string => (Number.isFinite(value) ? String(value) : `>${MOST_RUNS}`);
  return `${figure(median)} (${figure(low)}–${figure(high)})`;
}

function line(title: string, cells: readonly string[]): string {
  return `    ${title.padEnd(28)}${cells.map((cell) => cell.padStart(16)).join('')}`;
}
