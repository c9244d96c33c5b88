import type { CampaignRecord } from '../../sim/record/index.ts';
import { otherFailures, shown } from './check.ts';

/**
 * What is wrong with a campaign as workflow commands of GitHub Actions: an annotation for each finding, and for whatever
 * else did not pass. GitHub shows the first ten of a step, so findings come first.
 */
export function githubAnnotations(record: CampaignRecord): readonly string[] {
  const findings = record.findings.map((finding) => {
    const { law, scenario, target } = finding;
    const { witness, command } = shown(finding);
    return annotation(`${law} broken in ${scenario} on ${target}`, `${witness}\n${command}`);
  });
  const others = otherFailures(record).map(({ group, name, message }) =>
    annotation(`${group}: ${name}`, message),
  );
  return [...findings, ...others];
}

function annotation(title: string, message: string): string {
  return `::error title=${property(title)}::${data(message)}`;
}

/** As the runner reads it back: https://github.com/actions/toolkit, `command.ts`. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
