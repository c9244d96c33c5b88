import { UsageError } from '../../../src/cli/index.ts';
import type { OwnScenario } from '../../config/index.ts';
import { SESSION_FAULTS } from '../../fault/index.ts';
import { host } from '../../kernel/index.ts';
import { simulate, type SimulateFaults, type SimulateOptions } from '../../simulate/index.ts';
import { chooseNamed } from '../choose-named.ts';
import { chooseStrategy } from '../choose-strategy.ts';
import { EXIT } from '../exit-code.ts';
import { onInterrupt } from '../interruption.ts';
import { checkWritable, writeWhole } from '../out-file.ts';
import { parseCount, parseDuration } from '../parse.ts';
import type { RunFlags } from '../run-command.ts';
import { seedsOf } from '../seeds.ts';
import { checkDatabaseUrl, TARGETS } from '../targets.ts';
import { processTerminal } from '../terminal.ts';
import { bootFor } from './boot-for.ts';
import { soleReporter } from '../reporter/index.ts';
import { chooseOwnReporter, ownJson } from './own-reporter.ts';
import { OwnTally } from './own-tally.ts';

/** Flags of `skein run` that are about the engine, which own code has nothing of. */
const ENGINE_FLAGS = ['tasks', 'workers', 'servers', 'defect', 'secondOpinion', 'jobs', 'shard'] as const;

/** Runs between two looks at the clock and at Ctrl-C. */
const BATCH = 20;

/**
 * Runs scenarios of somebody's own code, one after the other, each with its share of the seeds and of the time. One that
 * fails is left at its first failure.
 *
 * @returns the exit code.
 */
export async function runOwn(flags: RunFlags, own: readonly OwnScenario[]): Promise<number> {
  const terminal = processTerminal(flags.color);
  const given = ENGINE_FLAGS.find((flag) => flags[flag] !== undefined);
  if (given)
    throw new UsageError(`${given} is about the engine, and these scenarios are your own: leave it out`);
  const makeReporter = chooseOwnReporter(soleReporter(flags, 'a run of your own scenarios'));
  const strategy = chooseStrategy(flags.strategy ?? 'portfolio');
  const bootTarget = chooseNamed('target', flags.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const faults = faultsOf(flags.faults ?? 'none');
  const scenarios = (flags.scenario ?? own.map(({ name }) => name)).map((name) =>
    chooseNamed('scenario', name, own),
  );
  const seeds = seedsOf(flags);
  const budgetMs = flags.for === undefined ? undefined : parseDuration('--for', flags.for);
  const bail =
    flags.bail === undefined
      ? Number.POSITIVE_INFINITY
      : parseCount('--bail', flags.bail === true ? '1' : flags.bail);
  if (flags.out !== undefined) checkWritable(flags.out);

  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const tally = new OwnTally();
  const heading = {
    target: bootTarget.name,
    strategy: strategy.name,
    faults: flags.faults ?? 'none',
    scenarios: scenarios.map(({ name }) => name),
    seeds: seeds.title,
  };
  const reporter = makeReporter(terminal);
  reporter.begin(heading);
  const begun = host.monotonicMs();
  const share = (budgetMs ?? Number.POSITIVE_INFINITY) / scenarios.length;
  try {
    for (const [turn, scenario] of scenarios.entries()) {
      if (interruption.signal.aborted || tally.failures.length >= bail) break;
      const target = await bootFor(scenario, bootTarget, terminal.note, flags.databaseUrl);
      const deadline = begun + share * (turn + 1);
      try {
        const { name, limits, pool } = scenario;
        const options: SimulateOptions = {
          name,
          target,
          strategy,
          faults,
          ...(limits ? { limits } : {}),
          ...(pool ? { pool } : {}),
        };
        for (const batch of batches(everyNth(seeds.seeds, scenarios.length, turn))) {
          const result = await simulate({ ...options, seeds: batch }, scenario.body);
          tally.add(result);
          reporter.onBatch(tally.of(name));
          await new Promise((resolve) => host.setImmediate(resolve)); // a signal is heard between batches
          const isOver = result.failures.length > 0 || host.monotonicMs() >= deadline;
          if (isOver || interruption.signal.aborted) break;
        }
        reporter.onScenario(tally.of(name));
      } finally {
        await target.close();
      }
    }
    const elapsedMs = host.monotonicMs() - begun;
    const isInterrupted = interruption.signal.aborted;
    reporter.end(tally, { elapsedMs, isInterrupted });
    if (flags.out !== undefined) {
      const report = ownJson(heading, tally, { elapsedMs, isInterrupted });
      writeWhole(flags.out, `${JSON.stringify(report, undefined, 2)}\n`);
    }
    if (isInterrupted) return EXIT.interrupted;
    return tally.failures.length > 0 ? EXIT.broken : EXIT.held;
  } finally {
    stop();
  }
}

function faultsOf(text: string): SimulateFaults {
  if (text === 'none' || text === 'swarm') return text;
  const known = SESSION_FAULTS.map((name) => ({ name }));
  return text.split(',').map((name) => chooseNamed('fault of your own code', name.trim(), known).name);
}

/** Each of `count` parties takes every so many-th seed, from its own on. */
function* everyNth(seeds: Iterable<string>, count: number, first: number): Iterable<string> {
  let index = 0;
  for (const seed of seeds) {
    if (index % count === first) yield seed;
    index += 1;
  }
}

function* batches(seeds: Iterable<string>): Iterable<readonly string[]> {
  let batch: string[] = [];
  for (const seed of seeds) {
    batch.push(seed);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
