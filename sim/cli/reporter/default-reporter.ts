import { TRANSITIONS } from '../../../models/lifecycle/index.ts';
import { plural, replayCommand, shrunkText, violationText } from '../../../reports/index.ts';
import type { CampaignResult } from '../../campaign/index.ts';
import { host } from '../../kernel/index.ts';
import type { Terminal } from '../terminal.ts';
import { corpusText } from './corpus-text.ts';
import { coverageText, missedText, openText } from './coverage-text.ts';
import type { Reporter } from './reporter.ts';

const STATUS_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const FEW = 5;

/** For people: a heading, progress, findings in full with their replay command, a verdict. */
export function defaultReporter(terminal: Terminal): Reporter {
  const { paint } = terminal;
  const begun = host.monotonicMs();
  let told = begun;
  let all = '';
  return {
    begin({ target, strategy, scenarios, faults, defect, seeds }) {
      all = strategy;
      const wrong = faults === 'none' ? '' : `, faults: ${faults}`;
      const planted = defect ? `, defect ${defect} planted` : '';
      terminal.print(
        `${paint.bold(seeds)}  ${paint.dim(`${scenarios.join(', ')} on ${target}, ${strategy}${wrong}${planted}`)}`,
      );
    },
    onCorpus(runs) {
      for (const line of corpusText(runs, terminal)) terminal.print(line);
    },
    onRun(_run, { runs, failedRuns }) {
      const now = host.monotonicMs();
      if (now - told < (terminal.isInteractive ? STATUS_EVERY_MS : LINE_EVERY_MS)) return;
      told = now;
      const rate = Math.round((runs / (now - begun)) * 1_000);
      const line = `${plural(runs, 'run')}, ${rate} runs/s, ${failedRuns} broke a law`;
      if (terminal.isInteractive) terminal.status(line);
      else terminal.note(line);
    },
    onFinding({ shrunk, ...found }) {
      const { run, violation, token } = shrunk ?? found;
      terminal.print('');
      terminal.print(violationText(run, violation, terminal));
      if (run.strategy !== undefined && run.strategy !== all) {
        terminal.print('');
        terminal.print(`  ${paint.dim('found by')} ${run.strategy}`);
      }
      terminal.print('');
      if (shrunk) terminal.print(shrunkText(shrunk, paint));
      terminal.print(`  replay: ${paint.cyan(replayCommand(token, run.plan.opinion?.name))}`);
      terminal.print('');
    },
    end(result) {
      terminal.print(reachedText(result.reached, terminal));
      const strategies = strategiesText(result);
      if (strategies !== undefined) terminal.print(paint.dim(strategies));
      if (result.faults.size > 0) terminal.print(paint.dim(faultsText(result.faults)));
      for (const line of coverageText(result)) terminal.print(paint.dim(line));
      const open = openText(result.claims);
      if (open !== undefined) terminal.print(paint.dim(open));
      for (const line of missedText(result.claims)) terminal.print(`${paint.red('✗ not reached')}  ${line}`);
      terminal.print(verdict(result, terminal));
    },
  };
}

/** Which steps of lifecycles the runs came by; those they did not, where these are few. */
function reachedText(reached: ReadonlySet<string>, { paint }: Terminal): string {
  const missed = TRANSITIONS.filter(({ name }) => !reached.has(name)).map(({ name }) => name);
  const count = `reached ${reached.size} of ${TRANSITIONS.length} steps of lifecycles`;
  if (missed.length === 0) return paint.dim(count);
  if (missed.length <= FEW) return paint.dim(`${count}; not: ${missed.join('; ')}`);
  return paint.dim(`${count}: ${[...reached].join('; ')}`);
}

/** What the strategies of a portfolio came to; undefined for one strategy alone, which the verdict is about. */
function strategiesText({ strategies, findings }: CampaignResult): string | undefined {
  if (strategies.size < 2) return undefined;
  const texts = [...strategies].map(([name, { runs, failedRuns }]) => {
    if (failedRuns === 0) return `${name} ${plural(runs, 'run')}`;
    const kinds = findings.filter((finding) => finding.strategies.has(name)).length;
    return `${name} ${plural(kinds, 'finding')} in ${failedRuns} of ${plural(runs, 'run')}`;
  });
  return `strategies: ${texts.join(', ')}`;
}

/** Which faults happened, the most frequent first. */
function faultsText(faults: ReadonlyMap<string, number>): string {
  const told = [...faults]
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${count}`);
  return `went wrong: ${told.join(', ')}`;
}

function verdict(result: CampaignResult, { paint }: Terminal): string {
  const { runs, steps, elapsedMs, failedRuns, findings, checkedTwice, divergentRuns, isInterrupted } = result;
  const seconds = elapsedMs / 1_000;
  const rate = Math.round(runs / seconds);
  const figures = `${plural(runs, 'run')}, ${plural(steps, 'step')}, ${seconds.toFixed(1)} s, ${rate} runs/s, ${checkedTwice} done twice and the same${
    divergentRuns > 0
      ? `; in ${plural(divergentRuns, 'run')} the database may not have done as PostgreSQL`
      : ''
  }`;
  const isMissed = result.claims.some((claim) => claim.isMissed);
  const held = isMissed ? paint.red('✗ held, but proves little') : paint.green('✓ held');
  const mark = failedRuns > 0 ? paint.red('✗ broken') : held;
  const found =
    failedRuns > 0 ? `${plural(findings.length, 'finding')} in ${plural(failedRuns, 'run')}; ` : '';
  return `${isInterrupted ? `${paint.bold('interrupted')}: ` : ''}${mark}  ${found}${figures}`;
}
