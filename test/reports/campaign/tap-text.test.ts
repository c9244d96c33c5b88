import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { tapText } from '../../../reports/index.ts';
import { brokenRecord, campaignRecord } from '../../support/campaign-records.ts';

it('is TAP 14 with a point for each check', () => {
  expect(tapText(campaignRecord()).split('\n')).toEqual([
    'TAP version 14',
    '1..3',
    'ok 1 - fan-out on pglite: every law holds',
    'ok 2 - fan-out on pglite: reaches: two completions overlapped',
    'ok 3 - race on pglite: every law holds',
    '',
  ]);
});

it('numbers its points, as many as it has said', () => {
  const [, plan = '', ...lines] = tapText(brokenRecord).split('\n');
  const numbers = lines.flatMap((line) => /^(?:not )?ok (\d+) - /.exec(line)?.[1] ?? []);
  expect(plan).toBe(`1..${numbers.length}`);
  expect(numbers.map(Number)).toEqual(numbers.map((_, index) => index + 1));
});

it('says of what failed in YAML all that is known', () => {
  const blocks = [...tapText(brokenRecord).matchAll(/^ {2}---\n([^]*?)^ {2}\.\.\.$/gm)];
  const [first] = blocks.map(([, block = '']) => parse(block) as Readonly<Record<string, string>>);
  expect(blocks).toHaveLength(5);
  expect(Object.keys(first ?? {})).toEqual(['message', 'severity', 'detail']);
  expect(first?.['detail']).toContain('\nreplay: npx skein replay sk1_shrunk\n');
});

it('lets no text begin a directive', () => {
  const claims = [{ scenario: 'race', what: 'a # TODO \\ b', runs: 9, reached: true, missed: false }];
  expect(tapText(campaignRecord({ claims }))).toContain('race on pglite: reaches: a \\# TODO \\\\ b\n');
});
