import { writeFileSync } from 'node:fs';
import { DEFECTS } from '../../models/defect/index.ts';
import { INAPPLICABLE, MUTANTS, PLANTABLE } from '../../models/mutant/index.ts';
import { scoreboardSummary, scoreText } from '../../reports/index.ts';
import { buildId } from '../campaign/index.ts';
import { host } from '../kernel/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { type DefectScore, type Effort, scoreOf, type Spread } from '../scoreboard/index.ts';
import { chooseNamed } from './choose-named.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { EXIT } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { checkWritable } from './out-file.ts';
import { parseCount, parseDuration } from './parse.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein defects`, as commander gives them. */
export type DefectsFlags = {
  readonly mutants: boolean;
  readonly strategies: string;
  readonly trials: string;
  readonly runs: string;
  readonly target: string;
  readonly databaseUrl?: string;
  readonly seed?: string;
  readonly shrink: boolean;
  readonly shrinkFor: string;
  readonly reporter: string;
  readonly out?: string;
  readonly color: boolean;
};

const REPORTERS = [{ name: 'default' }, { name: 'json' }] as const;

/** Looks for every defect, and tells how soon each was found. @returns the exit code: broken if one survived. */
export async function defectsCommand(names: readonly string[], flags: DefectsFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const isJson = chooseNamed('reporter', flags.reporter, REPORTERS).name === 'json';
  const all = flags.mutants ? MUTANTS : DEFECTS;
  const defects = names.length === 0 ? all : names.map((name) => chooseNamed('defect', name, PLANTABLE));
  const bootTarget = chooseNamed('target', flags.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  if (flags.out !== undefined) checkWritable(flags.out);
  const interruption = new AbortController();
  const effort: Effort = {
    strategies: flags.strategies.split(',').map((name) => chooseStrategy(name.trim())),
    trials: parseCount('--trials', flags.trials),
    mostRuns: parseCount('--runs', flags.runs),
    seed: flags.seed ?? host.randomBytes(4).toString('hex'),
    shrinkMs: flags.shrink ? parseDuration('--shrink-for', flags.shrinkFor) : undefined,
    signal: interruption.signal,
  };
  const stop = onInterrupt(interruption, terminal);
  const target = await bootTarget.boot(ENGINE_SCHEMA, terminal.note, flags.databaseUrl);
  const scores: DefectScore[] = [];
  const outOfReach = flags.mutants && names.length === 0 ? INAPPLICABLE : [];
  try {
    const width = Math.max(...defects.map(({ name }) => name.length));
    if (!isJson) {
      terminal.print(
        `${terminal.paint.bold(`--seed ${effort.seed}`)}  ${terminal.paint.dim(`${defects.length} to find on ${target.name}: medians of ${effort.trials} campaigns of at most ${effort.mostRuns} runs, and what they lie between`)}`,
      );
    }
    for (const defect of defects) {
      terminal.status(defect.name);
      const score = await scoreOf(target, defect, effort);
      if (!score) break;
      scores.push(score);
      if (!isJson) terminal.print(scoreText(score, width, terminal.paint));
    }
    if (!isJson) {
      for (const { name, reason } of outOfReach) {
        terminal.print(terminal.paint.dim(`- ${name.padEnd(width)}  out of reach here: ${reason}`));
      }
      terminal.print(scoreboardSummary(scores, outOfReach.length, terminal.paint));
    }
    const report = JSON.stringify(scoreboardJson(target.name, effort, scores, outOfReach), undefined, 2);
    if (isJson) terminal.print(report);
    if (flags.out !== undefined) writeFileSync(flags.out, `${report}\n`);
    if (interruption.signal.aborted) return EXIT.interrupted;
    return scores.some(({ verdict }) => verdict === 'survived') ? EXIT.broken : EXIT.held;
  } finally {
    stop();
    await target.close();
  }
}

/** Version of the JSON report's shape; grows when the shape changes. */
const SCHEMA_VERSION = 1;

function scoreboardJson(
  target: string,
  { trials, mostRuns, seed }: Effort,
  scores: readonly DefectScore[],
  outOfReach: typeof INAPPLICABLE,
): object {
  return {
    schema: SCHEMA_VERSION,
    build: buildId(),
    target,
    seed,
    trials,
    mostRuns,
    defects: scores.map((score) => ({
      name: score.defect.name,
      summary: score.defect.summary,
      verdict: score.verdict,
      law: score.verdict === 'killed' ? score.law : null,
      argument: score.verdict === 'equivalent' ? score.argument : null,
      strategies: score.strategies.map(({ runs, seconds, ...others }) => ({
        ...others,
        runs: finite(runs),
        seconds: finite(seconds),
      })),
      shrunk:
        score.verdict === 'killed' && score.shrunk
          ? { ...score.shrunk.to, size: score.shrunk.run.plan.size, token: score.shrunk.token }
          : null,
    })),
    outOfReach,
  };
}

/** JSON has no infinity: null says that it was not reached. */
function finite({ confidence, ...figures }: Spread): Readonly<Record<string, number | null>> {
  const entries = Object.entries(figures).map(([name, value]) => [
    name,
    Number.isFinite(value) ? value : null,
  ]);
  return { ...Object.fromEntries(entries), confidence };
}
