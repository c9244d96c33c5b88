import { writeFileSync } from 'node:fs';
import { DEFECTS, type Planted } from '../../models/defect/index.ts';
import { EQUIVALENTS, INAPPLICABLE, MUTANTS, PLANTABLE } from '../../models/mutant/index.ts';
import { excusesText, scoreboardSummary, scoreOfAll, scoreText } from '../../reports/index.ts';
import { host } from '../kernel/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { type DefectScore, recordScenarios, scoreOf } from '../scoreboard/index.ts';
import { chooseNamed } from './choose-named.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { EXIT } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { checkWritable } from './out-file.ts';
import { parseCount, parseDuration } from './parse.ts';
import { scoreboardJson } from './scoreboard-json.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein defects`, as commander gives them. */
export type DefectsFlags = {
  readonly mutants: boolean;
  readonly strategies: string;
  readonly trials?: string;
  readonly runs?: string;
  readonly target: string;
  readonly databaseUrl?: string;
  readonly seed?: string;
  readonly shrink: boolean;
  readonly shrinkFor?: string;
  readonly reporter: string;
  readonly out?: string;
  readonly color: boolean;
};

/** Defects are compared, so that strategies are; of mutants it is asked whether they are found at all. */
const OF_DEFECTS = { trials: '5', runs: '2000' };
const OF_MUTANTS = { trials: '1', runs: '500' };

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
  const { signal } = interruption;
  const usual = flags.mutants ? OF_MUTANTS : OF_DEFECTS;
  const isShrinking = flags.shrink && (!flags.mutants || flags.shrinkFor !== undefined);
  const plan = {
    strategies: flags.strategies.split(',').map((name) => chooseStrategy(name.trim())),
    trials: parseCount('--trials', flags.trials ?? usual.trials),
    mostRuns: parseCount('--runs', flags.runs ?? usual.runs),
    seed: flags.seed ?? host.randomBytes(4).toString('hex'),
    shrinkMs: isShrinking ? parseDuration('--shrink-for', flags.shrinkFor ?? '5s') : undefined,
    signal,
  };
  const stop = onInterrupt(interruption, terminal);
  const target = await bootTarget.boot(ENGINE_SCHEMA, terminal.note, flags.databaseUrl);
  const outOfReach = flags.mutants && names.length === 0 ? INAPPLICABLE : [];
  const layout = {
    paint: terminal.paint,
    width: terminal.width,
    nameWidth: Math.max(...defects.map(({ name }) => name.length)),
  };
  const print = isJson ? () => undefined : terminal.print;
  const scores: DefectScore[] = [];
  const report = (): string =>
    JSON.stringify(scoreboardJson(target.name, plan, scores, outOfReach), undefined, 2);
  try {
    const place = `${defects.length} to find on ${target.name}`;
    const campaigns = plan.trials === 1 ? 'a campaign each' : `medians of ${plan.trials} campaigns`;
    const limit = `${campaigns} of at most ${plan.mostRuns} runs`;
    print(`${terminal.paint.bold(`--seed ${plan.seed}`)}  ${terminal.paint.dim(`${place}: ${limit}`)}`);
    const needsRecordings = defects.some(isLookedForEverywhere);
    if (needsRecordings) terminal.note('seeing what scenarios send …');
    const recordings = needsRecordings ? await recordScenarios(target, plan) : [];
    for (const [index, defect] of defects.entries()) {
      terminal.status(`${index + 1}/${defects.length} ${defect.name}`);
      const score = recordings && (await scoreOf(target, defect, { ...plan, recordings }));
      if (!score) break;
      scores.push(score);
      if (score.verdict !== 'equivalent') print(scoreText(score, layout));
      if (flags.out !== undefined) writeFileSync(flags.out, `${report()}\n`); // whatever happens later
    }
    for (const line of excusesText(scores, outOfReach, layout)) print(line);
    print('');
    if (signal.aborted) print(`interrupted: ${scores.length} of ${defects.length} were looked for`);
    print(scoreboardSummary(scores, outOfReach.length, layout));
    if (isJson) terminal.print(report());
    if (signal.aborted) return EXIT.interrupted;
    return scoreOfAll(scores) < 100 ? EXIT.broken : EXIT.held;
  } finally {
    stop();
    await target.close();
  }
}

/** A mutant does not say where it shows; one that changes nothing is not looked for at all. */
function isLookedForEverywhere({ name }: Planted): boolean {
  return (
    MUTANTS.some((mutant) => mutant.name === name) &&
    !EQUIVALENTS.some(({ mutants }) => mutants.includes(name))
  );
}
