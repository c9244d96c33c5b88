import { findingRecordText, plural, shrunkText, violationText } from '../../../reports/index.ts';
import { host } from '../../kernel/index.ts';
import type { CampaignRecord } from '../../record/index.ts';
import type { Terminal } from '../terminal.ts';
import { corpusText } from './corpus-text.ts';
import { coverageText, missedText, openText } from './coverage-text.ts';
import { lostText } from './lost-text.ts';
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
    begin({ targets, strategy, scenarios, faults, defect, seeds, shard, missingShards, workers }) {
      all = strategy;
      const wrong = faults === 'none' ? '' : `, faults: ${faults}`;
      const planted = defect === null ? '' : `, defect ${defect} planted`;
      const part = shard ? `  shard ${shard.index}/${shard.of}` : '';
      const missing = missingShards.length > 0 ? `, without shard ${missingShards.join(', ')}` : '';
      const hands = workers > 1 ? `, ${workers} jobs` : '';
      terminal.print(
        `${paint.bold(`${seeds}${part}`)}  ${paint.dim(`${scenarios.join(', ')} on ${targets.join(', ')}, ${strategy}${wrong}${planted}${hands}${missing}`)}`,
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
    onFinding(finding, run) {
      const { shrunk, strategy } = finding;
      const { command } = shrunk ?? finding;
      const [violation] = run?.violations ?? [];
      terminal.print('');
      if (run && violation) terminal.print(violationText(run, violation, terminal));
      else terminal.print(findingRecordText(finding, paint));
      if (strategy !== null && strategy !== all) {
        terminal.print('');
        terminal.print(`  ${paint.dim('found by')} ${strategy}`);
      }
      terminal.print('');
      if (shrunk) terminal.print(shrunkText(shrunk, paint));
      terminal.print(`  replay: ${paint.cyan(command)}`);
      terminal.print('');
    },
    onLost(run) {
      for (const line of lostText([run])) terminal.print(`${paint.red('✗')} ${line}`);
    },
    end(record) {
      terminal.print(reachedText(record, terminal));
      const strategies = strategiesText(record);
      if (strategies !== undefined) terminal.print(paint.dim(strategies));
      const faults = faultsText(record);
      if (faults !== undefined) terminal.print(paint.dim(faults));
      for (const line of coverageText(record)) terminal.print(paint.dim(line));
      const open = openText(record.claims);
      if (open !== undefined) terminal.print(paint.dim(open));
      for (const line of missedText(record.claims)) terminal.print(`${paint.red('✗ not reached')}  ${line}`);
      terminal.print(verdict(record, terminal));
    },
  };
}

/** Which steps of lifecycles the runs came by; those they did not, where these are few. */
function reachedText({ reached, unreached }: CampaignRecord, { paint }: Terminal): string {
  const count = `reached ${reached.length} of ${reached.length + unreached.length} steps of lifecycles`;
  if (unreached.length === 0) return paint.dim(count);
  if (unreached.length <= FEW) return paint.dim(`${count}; not: ${unreached.join('; ')}`);
  return paint.dim(`${count}: ${reached.join('; ')}`);
}

/** What the strategies of a portfolio came to; undefined for one strategy alone, which the verdict is about. */
function strategiesText({ strategies, findings }: CampaignRecord): string | undefined {
  const entries = Object.entries(strategies);
  if (entries.length < 2) return undefined;
  const texts = entries.map(([name, { runs, failedRuns }]) => {
    if (failedRuns === 0) return `${name} ${plural(runs, 'run')}`;
    const kinds = findings.filter((finding) => name in finding.strategies).length;
    return `${name} ${plural(kinds, 'finding')} in ${failedRuns} of ${plural(runs, 'run')}`;
  });
  return `strategies: ${texts.join(', ')}`;
}

/** Which faults happened, the most frequent first; undefined if none did. */
function faultsText({ faultsHappened }: CampaignRecord): string | undefined {
  const told = Object.entries(faultsHappened)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${count}`);
  return told.length === 0 ? undefined : `went wrong: ${told.join(', ')}`;
}

function verdict(record: CampaignRecord, { paint }: Terminal): string {
  const { runs, steps, elapsedMs, failedRuns, findings, checkedTwice, divergentRuns, interrupted, lost } =
    record;
  const seconds = elapsedMs / 1_000;
  const rate = Math.round(runs / seconds);
  const figures = `${plural(runs, 'run')}, ${plural(steps, 'step')}, ${seconds.toFixed(1)} s, ${rate} runs/s, ${checkedTwice} done twice and the same${
    divergentRuns > 0
      ? `; in ${plural(divergentRuns, 'run')} the database may not have done as PostgreSQL`
      : ''
  }${lost.length > 0 ? `; ${plural(lost.length, 'run')} lost` : ''}`;
  const isMissed = record.claims.some(({ missed }) => missed);
  const held = isMissed ? paint.red('✗ held, but proves little') : paint.green('✓ held');
  const mark = failedRuns > 0 ? paint.red('✗ broken') : held;
  const found =
    failedRuns > 0 ? `${plural(findings.length, 'finding')} in ${plural(failedRuns, 'run')}; ` : '';
  return `${interrupted ? `${paint.bold('interrupted')}: ` : ''}${mark}  ${found}${figures}`;
}
