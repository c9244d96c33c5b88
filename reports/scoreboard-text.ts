import type { DefectScore, Spread, StrategyScore } from '../sim/scoreboard/index.ts';
import { plural } from './finding-text.ts';
import type { Paint } from './paint.ts';

/** One defect: what became of it, how soon each strategy found it, and how small the finding is. */
export function scoreText(score: DefectScore, nameWidth: number, paint: Paint): string {
  const { defect, strategies, verdict } = score;
  const name = defect.name.padEnd(nameWidth);
  switch (verdict) {
    case 'killed': {
      const [first = '', ...others] = strategies.map((each) => strategyText(each));
      const size = score.shrunk ? paint.dim(`  ${sizeText(score.shrunk)}`) : '';
      const rest = others.map((line) => `\n${' '.repeat(nameWidth + LAW_WIDTH + 4)}${line}`).join('');
      return `${paint.green('✓')} ${paint.cyan(name)}  ${score.law.padEnd(LAW_WIDTH)}${first}${size}${rest}`;
    }
    case 'survived':
      return `${paint.red('✗')} ${paint.cyan(name)}  ${paint.red('survived')}  ${strategies.map(strategyText).join(', ')}: ${defect.summary}`;
    case 'equivalent':
      return `${paint.dim('=')} ${paint.cyan(name)}  ${paint.dim(`equivalent  ${score.argument}`)}`;
  }
}

const LAW_WIDTH = 26;

function strategyText({ strategy, runs, seconds, found, trials }: StrategyScore): string {
  if (found === 0) return `${strategy}: not in ${plural(trials, 'campaign')}`;
  const some = found < trials ? `, in ${found} of ${trials} campaigns` : '';
  return `${strategy} ${spread(runs, 0)} runs${some}, ${spread(seconds, 2)} s`;
}

/** `7 (2–31)`: the median, and what it lies between. */
function spread({ median, low, high }: Spread, digits: number): string {
  const figure = (value: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '∞');
  return `${figure(median)} (${figure(low)}–${figure(high)})`;
}

function sizeText({ to, run }: NonNullable<Extract<DefectScore, { verdict: 'killed' }>['shrunk']>): string {
  const { tasks, workers, servers } = run.plan.size;
  const parts = [plural(to.steps, 'step'), plural(to.preemptions, 'preemption'), plural(to.faults, 'fault')];
  return `shrunk to ${parts.join(', ')}; ${tasks}/${workers}/${servers}`;
}

/** How many were killed, out of those that can be. */
export function scoreboardSummary(scores: readonly DefectScore[], outOfReach: number, paint: Paint): string {
  const count = (verdict: DefectScore['verdict']): number =>
    scores.filter((score) => score.verdict === verdict).length;
  const [killed, survived, equivalent] = [count('killed'), count('survived'), count('equivalent')];
  const share = killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);
  const mark = survived === 0 ? paint.green('✓') : paint.red('✗');
  const beyond = outOfReach === 0 ? '' : `, ${outOfReach} out of reach here`;
  return `${mark} ${killed} killed, ${survived} survived, ${equivalent} equivalent${beyond}: ${share.toFixed(1)} % of those that can be`;
}
