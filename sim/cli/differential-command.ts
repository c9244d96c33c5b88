import { writeFileSync } from 'node:fs';
import { type DifferentialPlan, differential } from '../differential/index.ts';
import { RACES } from '../race/index.ts';
import type { Target } from '../target/index.ts';
import { chooseNamed } from './choose-named.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { EXIT } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { checkWritable } from './out-file.ts';
import { parseCount, parseDuration } from './parse.ts';
import { chooseDifferentialReporter, differentialJson, soleReporter } from './reporter/index.ts';
import type { RunFlags } from './run-command.ts';
import { seedsOf } from './seeds.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';
import { UsageError } from '../../src/cli/index.ts';

/** Flags of `skein run` that are about the engine, which no race has. */
const ENGINE_FLAGS = ['tasks', 'workers', 'servers', 'defect', 'secondOpinion'] as const;

/**
 * Holds races on several targets and tells where they differ. The targets stand in the order of their mention; the
 * first is what the others are compared with. Schedules are random by default: choices of a strategy that looks at what
 * steps touch depend on what a target knows of that, and all targets have to be offered the same.
 *
 * @returns the exit code.
 */
export async function differentialCommand(flags: RunFlags, list: string): Promise<number> {
  const terminal = processTerminal(flags.color);
  for (const flag of ENGINE_FLAGS) {
    if (flags[flag] === undefined) continue;
    const name = flag.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(
      `--${name} is about the engine, and --targets holds races in plain SQL: leave one out`,
    );
  }
  const chosen = list.split(',').map((name) => chooseNamed('target', name.trim(), TARGETS));
  if (new Set(chosen).size < Math.max(2, chosen.length)) {
    throw new UsageError(
      `--targets takes two different targets or more, like pglite,postgres, not "${list}"`,
    );
  }
  checkDatabaseUrl(flags.databaseUrl, chosen);
  const makeReporter = chooseDifferentialReporter(soleReporter(flags, '--targets'));
  const strategy = chooseStrategy(flags.strategy ?? 'random');
  const names = flags.scenario ?? RACES.map(({ name }) => name);
  const [first, ...others] = names.map((name) => chooseNamed('race', name, RACES));
  if (!first) throw new UsageError('--scenario needs a name');
  const races = [first, ...others] as const;
  const seeds = seedsOf(flags);
  const budgetMs = flags.for === undefined ? undefined : parseDuration('--for', flags.for);
  const bail =
    flags.bail === undefined ? undefined : parseCount('--bail', flags.bail === true ? '1' : flags.bail);
  if (flags.out !== undefined) checkWritable(flags.out);

  const schema = [...new Set(races.flatMap((race) => race.schema))];
  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const targets: Target[] = [];
  try {
    for (const { boot } of chosen) targets.push(await boot(schema, terminal.note, flags.databaseUrl));
    const [reference, compared, ...more] = targets;
    if (!reference || !compared) throw new UsageError('--targets takes two targets or more');
    const plan: DifferentialPlan = {
      targets: [reference, compared, ...more],
      races,
      strategy,
      seeds: seeds.seeds,
      budgetMs,
      bail,
    };
    const heading = {
      targets: targets.map(({ name }) => name),
      races: names,
      strategy: strategy.name,
      seeds: seeds.title,
    };
    const reporter = makeReporter(terminal);
    reporter.begin(heading);
    const result = await differential(plan, reporter, interruption.signal);
    reporter.end(result);
    if (flags.out !== undefined) {
      writeFileSync(flags.out, `${JSON.stringify(differentialJson(heading, result), undefined, 2)}\n`);
    }
    if (result.isInterrupted) return EXIT.interrupted;
    return result.differentRuns > 0 ? EXIT.broken : EXIT.held;
  } finally {
    stop();
    for (const target of targets) await target.close();
  }
}
