import { expect, it } from 'vitest';
import { githubSummary } from '../../../reports/index.ts';
import { brokenRecord, campaignRecord, findingRecord } from '../../support/campaign-records.ts';

it('begins with the verdict', () => {
  const headings = (record: Parameters<typeof githubSummary>[0]) => githubSummary(record).split('\n', 1)[0];
  expect(headings(campaignRecord())).toBe('## ✓ Every law held');
  expect(headings(brokenRecord)).toBe('## ✗ 2 findings in 5 runs until it was interrupted');
  expect(headings(campaignRecord({ lost: brokenRecord.lost }))).toBe('## ✗ Every law held, and yet:');
});

it('says of each finding what it is, and what replays it', () => {
  const text = githubSummary(brokenRecord);
  expect(text).toContain('### exactly-once\n\nTask sum/task/1 is COMPLETED');
  expect(text).toContain('```sh\nnpx skein replay sk1_shrunk\n```');
  expect(text).toContain('- race: survives seed 7: the run of race hung');
});

it('takes no text for mark-up', () => {
  expect(githubSummary(brokenRecord)).toContain('A &lt;b> &amp; "c": 100 %, \\# \\| \\`d\\` &#64;e and f.');
});

it('stays short enough for a page, however much was found', () => {
  const findings = Array.from({ length: 300 }, (_, index) => findingRecord({ seed: String(index) }));
  const text = githubSummary(campaignRecord({ findings }));
  expect(text.match(/^### /gm)).toHaveLength(20);
  expect(text).toContain('280 findings more: see the report.');
});
