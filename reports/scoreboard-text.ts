import { adoOf, type DefectScore, type Spread, type StrategyScore } from '../sim/scoreboard/index.ts';
import { plural } from './finding-text.ts';
import type { Paint } from './paint.ts';
import { wrap } from './wrap.ts';

/** How scores are set. */
export type ScoreLayout = {
  readonly paint: Paint;
  /** Of the longest name. */
  readonly nameWidth: number;
  /** Columns. */
  readonly width: number;
};

/** What was not looked for, and why. */
export type OutOfReach = { readonly name: string; readonly reason: string };

const LAW_WIDTH = 23;

/** One defect: what became of it, how soon each strategy found it, and how small the finding is. */
export function scoreText(score: DefectScore, { paint, nameWidth }: ScoreLayout): string {
  const { defect, strategies, verdict } = score;
  const name = paint.cyan(defect.name.padEnd(nameWidth));
  switch (verdict) {
    case 'killed': {
      const [first = '', ...others] = strategies.map((each) => strategyText(each));
      const size = score.shrunk ? paint.dim(`  ${sizeText(score.shrunk)}`) : '';
      const rest = others.map((line) => `\n${' '.repeat(nameWidth + LAW_WIDTH + 6)}${line}`).join('');
      const place = paint.dim(`  in ${score.scenario}`);
      return `${paint.green('✓')} ${name}  ${score.law.padEnd(LAW_WIDTH)}  ${first}${place}${size}${rest}`;
    }
    case 'survived':
      return `${paint.red('✗')} ${name}  ${paint.red('survived')}: ${defect.summary}; ${missedText(score)}`;
    case 'unreached':
      return `${paint.red('✗')} ${name}  ${paint.red('unreached')}: ${defect.summary}; no scenario sends that`;
    case 'equivalent':
      return `${paint.dim('=')} ${name}  ${paint.dim('equivalent')}`;
  }
}

function strategyText({ strategy, runs, seconds, found, trials }: StrategyScore): string {
  if (found === 0) return `${strategy}: not in ${plural(trials, 'campaign')}`;
  const some = found < trials ? `, in ${found} of ${trials} campaigns` : '';
  const count = runs.median === 1 ? 'run' : 'runs';
  return `${strategy} ${spread(runs, 0, trials)} ${count}${some}, ${spread(seconds, 2, trials)} s`;
}

function missedText({ strategies, scenarios }: Extract<DefectScore, { verdict: 'survived' }>): string {
  const missed = strategies.map(({ strategy, runsMade }) => `${plural(runsMade, 'run')} of ${strategy}`);
  return `not in ${missed.join(', ')}, in ${scenarios.join(', ')}`;
}

/** `7 (2–31)`: the median, and what it lies between, where that was tried more than once. */
function spread({ median, low, high }: Spread, digits: number, trials: number): string {
  const figure = (value: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '∞');
  return trials === 1 ? figure(median) : `${figure(median)} (${figure(low)}–${figure(high)})`;
}

function sizeText(shrunk: NonNullable<Extract<DefectScore, { verdict: 'killed' }>['shrunk']>): string {
  const { tasks, workers, servers } = shrunk.run.plan.size;
  const { actors, preemptions, faults } = adoOf(shrunk);
  const parts = [
    plural(shrunk.to.steps, 'step'),
    plural(actors, 'actor'),
    plural(preemptions, 'preemption'),
    plural(faults, 'fault'),
  ];
  return `shrunk to ${parts.join(', ')}; ${tasks}/${workers}/${servers}`;
}

/** What changes nothing, and what could not be made: each argument and each reason once, with all that it is about. */
export function excusesText(
  scores: readonly DefectScore[],
  outOfReach: readonly OutOfReach[],
  { paint, width }: ScoreLayout,
): readonly string[] {
  const equivalents = scores.flatMap((score) =>
    score.verdict === 'equivalent' ? [{ name: score.defect.name, reason: score.argument }] : [],
  );
  const section = (title: string, mark: string, excused: readonly OutOfReach[]): readonly string[] => {
    if (excused.length === 0) return [];
    const groups = [...namesByReason(excused)].flatMap(([reason, names]) => [
      ...names.map((name) => `  ${paint.dim(mark)} ${paint.cyan(name)}`),
      ...wrap(reason, width - 6).map((line) => `      ${line}`),
    ]);
    return ['', paint.bold(title), ...groups];
  };
  return [
    ...section(
      'equivalent: nobody could tell the engine with them from the engine without',
      '=',
      equivalents,
    ),
    ...section('out of reach: they cannot be made', '-', outOfReach),
  ];
}

function namesByReason(excused: readonly OutOfReach[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { name, reason } of excused) groups.set(reason, [...(groups.get(reason) ?? []), name]);
  return groups;
}

/** Share of what was killed in what could have been, in percent; all of it where there is nothing. */
export function scoreOfAll(scores: readonly DefectScore[]): number {
  const { killed, survived, unreached } = counts(scores);
  const possible = killed + survived + unreached;
  return possible === 0 ? 100 : (100 * killed) / possible;
}

/** How many were killed, out of those that can be. @param outOfReach how many could not be made */
export function scoreboardSummary(
  scores: readonly DefectScore[],
  outOfReach: number,
  { paint }: Pick<ScoreLayout, 'paint'>,
): string {
  const { killed, survived, unreached, equivalent } = counts(scores);
  const isClean = survived + unreached === 0;
  const parts = [
    `${killed} killed`,
    `${survived} survived`,
    ...(unreached === 0 ? [] : [`${unreached} unreached`]),
    `${equivalent} equivalent`,
    ...(outOfReach === 0 ? [] : [`${outOfReach} out of reach`]),
  ];
  const share = `${scoreOfAll(scores).toFixed(1)} % of the ${killed + survived + unreached} that change something`;
  return `${isClean ? paint.green('✓') : paint.red('✗')} ${parts.join(', ')}: ${share} are killed`;
}

function counts(scores: readonly DefectScore[]): Readonly<Record<DefectScore['verdict'], number>> {
  const count = { killed: 0, survived: 0, unreached: 0, equivalent: 0 };
  for (const { verdict } of scores) count[verdict] += 1;
  return count;
}
