import type { CampaignRecord } from '../../sim/record/index.ts';
import { checkGroups } from './check.ts';

/** A campaign as TAP, version 14 (testanything.org): a test point for each check, with what is known of those that failed. */
export function tapText(record: CampaignRecord): string {
  const points = checkGroups(record).flatMap(({ name, target, checks }) => {
    const about = target === undefined ? name : `${name} on ${target}`;
    return checks.map((check) => ({ ...check, title: `${about}: ${check.name}` }));
  });
  const lines = points.flatMap(({ title, outcome, message, detail }, index) => {
    const point = `${index + 1} - ${escaped(title)}`;
    if (outcome === 'passed') return [`ok ${point}`];
    if (outcome === 'skipped') return [`ok ${point} # SKIP ${escaped(message)}`];
    const severity = outcome === 'broke' ? 'error' : 'fail';
    return [
      `not ok ${point}`,
      '  ---',
      `  message: ${JSON.stringify(message)}`,
      `  severity: ${severity}`,
      '  detail: |-',
      ...detail.split(/\r?\n/).map((line) => `    ${printable(line)}`),
      '  ...',
    ];
  });
  return ['TAP version 14', `1..${points.length}`, ...lines, ''].join('\n');
}

/** A description on one line, in which nothing begins a directive. */
function escaped(text: string): string {
  return printable(text).replaceAll(/[\\#]/g, String.raw`\$&`);
}

/** YAML's block scalars hold no control characters. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
