import { describe, expect, it } from 'vitest';
import { type Issue, type IssueAction, planIssues } from '../../../reports/issues/index.ts';
import { campaignRecord, findingRecord, shrunkTo } from '../../support/campaign-records.ts';

/** A night of March. */
const night = (day: number, overrides: Parameters<typeof campaignRecord>[0] = {}) =>
  campaignRecord({ startedAt: `2026-03-${String(day).padStart(2, '0')}T02:00:00.000Z`, ...overrides });

const finding = findingRecord({ shrunk: shrunkTo });
const other = findingRecord({ signature: 'no-ghosts: --> a ghost', law: 'no-ghosts', witness: 'A ghost.' });

/** What becomes of issues when a plan is carried out. */
function carriedOut(issues: readonly Issue[], actions: readonly IssueAction[]): readonly Issue[] {
  let next = issues.length;
  return actions.reduce<readonly Issue[]>((left, action) => {
    if (action.type === 'open') {
      next += 1;
      return [...left, { number: next, isOpen: true, body: action.body }];
    }
    const { number, body, isOpen } = action;
    return left.map((issue) =>
      issue.number === number ? { number, body, isOpen: isOpen ?? issue.isOpen } : issue,
    );
  }, issues);
}

/** Goes through nights, one after the other. @returns the issues in the end, and what was done in the last night */
function after(...nights: readonly ReturnType<typeof night>[]) {
  let issues: readonly Issue[] = [];
  let actions: readonly IssueAction[] = [];
  for (const record of nights) {
    actions = planIssues(record, issues);
    issues = carriedOut(issues, actions);
  }
  return { issues, actions };
}

describe('the issues of nights', () => {
  it('are opened, one for each finding, with what replays it', () => {
    const { issues, actions } = after(night(1, { findings: [finding, other] }));
    expect(issues).toHaveLength(2);
    expect(actions[0]).toMatchObject({
      type: 'open',
      title: `exactly-once: ${finding.witness}`,
      body: expect.stringContaining('```sh\nnpx skein replay sk1_shrunk\n```') as unknown,
    });
  });

  it('say when a finding is seen again, and in how many nights it was', () => {
    const { issues, actions } = after(
      night(1, { findings: [finding] }),
      night(2),
      night(3, { findings: [finding] }),
    );
    expect(issues).toHaveLength(1);
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      type: 'update',
      number: 1,
      comment: expect.stringMatching(
        /^Seen again on 2026-03-03T02:00:00.000Z, in 4 runs; in 2 nights since 2026-03-01T02:00:00.000Z\./,
      ) as unknown,
    });
  });

  it('are counted without a word while the finding is not seen, and closed after seven nights', () => {
    const without = Array.from({ length: 7 }, (_, index) => night(index + 2));
    const six = after(night(1, { findings: [finding] }), ...without.slice(0, 6));
    expect(six.issues.map(({ isOpen }) => isOpen)).toEqual([true]);
    expect(six.actions).toMatchObject([{ type: 'update', number: 1 }]);
    expect(six.actions[0]).not.toHaveProperty('comment');
    const seven = after(night(1, { findings: [finding] }), ...without);
    expect(seven.issues.map(({ isOpen }) => isOpen)).toEqual([false]);
    expect(seven.actions).toMatchObject([
      { comment: expect.stringMatching(/^Not seen in the last 7 nights; last on 2026-03-01/) as unknown },
    ]);
    expect(after(night(1, { findings: [finding] }), ...without, night(9)).actions).toEqual([]);
  });

  it('begin to count anew when a finding is seen in between', () => {
    const seen = night(5, { findings: [finding] });
    const { issues } = after(
      night(1, { findings: [finding] }),
      ...[2, 3, 4].map((day) => night(day)),
      seen,
      ...[6, 7, 8, 9, 10, 11].map((day) => night(day)),
    );
    expect(issues.map(({ isOpen }) => isOpen)).toEqual([true]);
  });

  it('open again when a finding comes back', () => {
    const days = Array.from({ length: 7 }, (_, index) => night(index + 2));
    const { issues, actions } = after(
      night(1, { findings: [finding] }),
      ...days,
      night(9, { findings: [finding] }),
    );
    expect(issues.map(({ isOpen }) => isOpen)).toEqual([true]);
    expect(actions).toMatchObject([
      { isOpen: true, comment: expect.stringMatching(/^Back on 2026-03-09/) as unknown },
    ]);
  });

  it.each([
    ['was interrupted', { interrupted: true }],
    ['lacks a shard', { missingShards: [2] }],
  ])('are not counted by a night that %s, for it proves nothing', (_, what) => {
    expect(after(night(1, { findings: [finding] }), night(2, what)).actions).toEqual([]);
  });

  it('are left alone by a night that is told again', () => {
    const { issues } = after(night(1, { findings: [finding] }), night(2));
    expect(planIssues(night(2), issues)).toEqual([]);
    const again = after(night(1, { findings: [finding] }));
    expect(planIssues(night(1, { findings: [finding] }), again.issues)).toEqual([]);
  });

  it('leave those alone that are not theirs, and keep what people have written', () => {
    const { issues } = after(night(1, { findings: [finding] }));
    const strange: readonly Issue[] = [
      { number: 7, isOpen: true, body: 'Login is broken' },
      { number: 8, isOpen: true, body: '<!-- skein-finding {"finding":"broken -->' },
      ...issues.map((issue) => ({ ...issue, number: 9, body: `I look into it.\n${issue.body}` })),
    ];
    const actions = planIssues(night(2), strange);
    expect(actions).toMatchObject([
      { number: 9, body: expect.stringMatching(/^I look into it\.\n/) as unknown },
    ]);
  });

  it('take no text for mark-up, nor for the mark that they remember by', () => {
    const witness = '**bold**\n<!-- skein-finding {} -->';
    const { issues } = after(night(1, { findings: [{ ...other, witness }] }));
    expect(issues[0]?.body).toContain('    **bold**\n    <!-- skein-finding {} -->');
    expect(planIssues(night(2, { findings: [{ ...other, witness }] }), issues)).toMatchObject([
      { type: 'update', number: 1 },
    ]);
  });
});
