import type { CampaignRecord, FindingRecord } from '../../sim/record/index.ts';
import { findingId, type IssueState, stateIn, withState } from './issue-state.ts';
import { issueBody, issueTitle, notSeenText, seenAgainText } from './issue-text.ts';

/** An issue as it stands. */
export type Issue = { readonly number: number; readonly isOpen: boolean; readonly body: string };

/** Something to do about an issue. */
export type IssueAction =
  | { readonly type: 'open'; readonly title: string; readonly body: string }
  /** Changes its text, and says something, if there is something to say; opens or closes it, if that is to be. */
  | {
      readonly type: 'update';
      readonly number: number;
      readonly body: string;
      readonly comment?: string;
      readonly isOpen?: boolean;
    };

/** After so many nights without it a finding is taken for mended. */
const NIGHTS_UNTIL_CLOSED = 7;

/**
 * What is to be done about issues after a night: one for each finding, that says when it is seen again, opens again when
 * it comes back, and is closed when seven nights in a row have not seen it. A night that was interrupted or lacks a shard
 * proves nothing of what it has not seen. Planned twice for the same night, the second plan is empty.
 *
 * @param issues all that nights have opened, closed ones, too; others, and what people took the mark out of, are left
 * alone
 */
export function planIssues(
  record: Pick<CampaignRecord, 'findings' | 'startedAt' | 'interrupted' | 'missingShards'>,
  issues: readonly Issue[],
): readonly IssueAction[] {
  const night = record.startedAt;
  const isWhole = !record.interrupted && record.missingShards.length === 0;
  const known = new Map<string, { readonly issue: Issue; readonly state: IssueState }>();
  for (const issue of issues.toSorted((one, other) => one.number - other.number)) {
    const state = stateIn(issue.body);
    if (!state) continue;
    const before = known.get(state.finding);
    if (!before || issue.isOpen || !before.issue.isOpen) known.set(state.finding, { issue, state });
  }
  const findings = new Map(record.findings.map((finding) => [findingId(finding.signature), finding]));
  const seen = [...findings].flatMap(([id, finding]): readonly IssueAction[] => {
    const kept = known.get(id);
    if (!kept) return [opened(id, finding, night)];
    return kept.state.night === night ? [] : [seenAgain(kept.issue, kept.state, finding, night)];
  });
  const missed = [...known].flatMap(([id, { issue, state }]): readonly IssueAction[] => {
    if (findings.has(id) || !issue.isOpen || !isWhole || state.night === night) return [];
    return [notSeen(issue, { ...state, night, missed: state.missed + 1 })];
  });
  return [...seen, ...missed];
}

function opened(id: string, finding: FindingRecord, night: string): IssueAction {
  const state: IssueState = { finding: id, since: night, last: night, night, nights: 1, missed: 0 };
  return { type: 'open', title: issueTitle(finding), body: issueBody(finding, state) };
}

function seenAgain(
  { number, isOpen, body }: Issue,
  before: IssueState,
  finding: FindingRecord,
  night: string,
): IssueAction {
  const state = { ...before, last: night, night, nights: before.nights + 1, missed: 0 };
  const comment = seenAgainText(finding, state, !isOpen);
  return {
    type: 'update',
    number,
    body: withState(body, state),
    comment,
    ...(isOpen ? {} : { isOpen: true }),
  };
}

function notSeen({ number, body }: Issue, state: IssueState): IssueAction {
  const update = { type: 'update', number, body: withState(body, state) } as const;
  if (state.missed < NIGHTS_UNTIL_CLOSED) return update;
  return { ...update, comment: notSeenText(state), isOpen: false };
}
