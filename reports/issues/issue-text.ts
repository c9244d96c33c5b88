import type { FindingRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { type IssueState, markOf } from './issue-state.ts';

/** GitHub takes no longer title, and no longer text. */
const LONGEST_TITLE = 200;
const LONGEST_COMMAND = 50_000;

/** What an issue about a finding is called. */
export function issueTitle({ law, witness }: FindingRecord): string {
  const title = `${law}: ${witness}`.replaceAll(/\s+/g, ' ');
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}

/** What an issue about a finding says when it is opened. */
export function issueBody(finding: FindingRecord, state: IssueState): string {
  const { law, statement, scenario, target, size, figures, shrunk } = finding;
  const to = shrunk?.to ?? figures;
  const { tasks, workers, servers } = shrunk?.size ?? size;
  return [
    quoted(shrunk?.witness ?? finding.witness),
    '',
    `- Law: \`${law}\`. ${statement}`,
    `- Where: \`${scenario}\` on \`${target}\`, ${plural(tasks, 'task')}, ${plural(workers, 'worker')}, ${plural(servers, 'server')}`,
    `- How long: ${plural(to.steps, 'step')}, ${plural(to.preemptions, 'preemption')}, ${plural(to.faults, 'fault')}`,
    `- Seen first: ${state.since}`,
    '',
    ...replayLines(finding),
    '',
    'Nightly campaigns keep this issue: they say when the finding is seen again, and close it once it is not any more.',
    '',
    markOf(state),
  ].join('\n');
}

/** What is said when a finding is seen again. @param isBack whether its issue had been closed */
export function seenAgainText(finding: FindingRecord, state: IssueState, isBack: boolean): string {
  const seen = `${isBack ? 'Back' : 'Seen again'} on ${state.last}, in ${plural(finding.count, 'run')}; in ${plural(state.nights, 'night')} since ${state.since}.`;
  return [seen, '', ...replayLines(finding)].join('\n');
}

/** What is said when an issue is closed. */
export function notSeenText({ missed, last }: IssueState): string {
  return `Not seen in the last ${plural(missed, 'night')}; last on ${last}. It opens again if the finding comes back.`;
}

function replayLines({ command, shrunk }: FindingRecord): readonly string[] {
  const shown = shrunk?.command ?? command;
  if (shown.length > LONGEST_COMMAND)
    return ['The command that replays it is too long for an issue: see the report.'];
  return ['```sh', shown, '```'];
}

/** A text as it is, in a block of its own. */
function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
