import type { CampaignRecord, FindingRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { otherFailures, shown } from './check.ts';

/** A summary may have a megabyte, and nobody reads more. */
const MOST_FINDINGS = 20;
const MOST_OTHERS = 50;

/** A campaign in Markdown, as GitHub shows it on the page of a workflow's run. */
export function githubSummary(record: CampaignRecord): string {
  const { findings } = record;
  const more = findings.length - MOST_FINDINGS;
  const others = otherFailures(record).map(
    ({ group, name, message }) => `- ${escaped(`${group}: ${name}`)}: ${escaped(message)}`,
  );
  return [
    `## ${verdict(record, others.length)}`,
    '',
    ...figures(record),
    '',
    ...findings.slice(0, MOST_FINDINGS).flatMap(findingLines),
    ...(more > 0 ? [`${plural(more, 'finding')} more: see the report.`, ''] : []),
    ...(others.length > 0 ? ['### Besides', '', ...others.slice(0, MOST_OTHERS), ''] : []),
    ...(others.length > MOST_OTHERS ? [`and ${others.length - MOST_OTHERS} more.`, ''] : []),
  ].join('\n');
}

function verdict({ interrupted, findings, failedRuns }: CampaignRecord, others: number): string {
  const when = interrupted ? ' until it was interrupted' : '';
  if (findings.length > 0)
    return `✗ ${plural(findings.length, 'finding')} in ${plural(failedRuns, 'run')}${when}`;
  return others > 0 ? `✗ Every law held${when}, and yet:` : `✓ Every law held${when}`;
}

function figures(record: CampaignRecord): readonly string[] {
  const { runs, steps, elapsedMs, targets, strategy, faults, defect, seeds, coverage } = record;
  const rows = [
    ['Runs', `${plural(runs, 'run')}, ${plural(steps, 'step')}, ${(elapsedMs / 1_000).toFixed(1)} s`],
    ['What', `${plural(record.scenarios.length, 'scenario')} on ${targets.join(', ')}, ${strategy}`],
    ['Faults', faults],
    ...(defect === null ? [] : [['Planted', defect]]),
    ['Seeds', `\`${seeds}\``],
    [
      'Schedules seen',
      `${plural(coverage.traces.seen, 'schedule')} in ${plural(coverage.runs, 'run')} watched`,
    ],
  ];
  return [
    '| | |',
    '|---|---|',
    ...rows.map(([name = '', value = '']) => `| ${name} | ${value.replaceAll('|', '\\|')} |`),
  ];
}

function findingLines(finding: FindingRecord): readonly string[] {
  const { law, statement, scenario, target, count, seed } = finding;
  const { witness, command } = shown(finding);
  return [
    `### ${escaped(law)}`,
    '',
    escaped(witness),
    '',
    `Law: ${escaped(statement)} Seen in ${plural(count, 'run')} of ${escaped(scenario)} on ${escaped(target)}, first with seed \`${seed}\`.`,
    '',
    '```sh',
    command,
    '```',
    '',
  ];
}

/** Text that stays text: no mark-up, no mention, no reference. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|#~]/g, String.raw`\$&`)
    .replaceAll('@', '&#64;');
}
