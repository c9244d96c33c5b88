import { expect, it } from 'vitest';
import { githubAnnotations } from '../../../reports/index.ts';
import { brokenRecord, campaignRecord, findingRecord } from '../../support/campaign-records.ts';

/** What the runner makes of a command: its properties and its message. */
function read(command: string): readonly [properties: Readonly<Record<string, string>>, message: string] {
  const [, name, list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(command) ?? [];
  expect(name).toBe('error');
  const plain = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = list.split(',').map((each) => each.split('=', 2) as [string, string]); // `name=value`
  return [Object.fromEntries(properties.map(([key, value]) => [key, plain(value)])), plain(message)];
}

it('comes back from the runner as it was, whatever is in it', () => {
  const finding = findingRecord({ law: 'a: b, c', witness: '100 %\r\nof ::error:: it' });
  const [command = ''] = githubAnnotations(campaignRecord({ findings: [finding] }));
  expect(command).not.toContain('\n');
  expect(read(command)).toEqual([
    { title: 'a: b, c broken in fan-out on pglite' },
    '100 %\r\nof ::error:: it\nnpx skein replay sk1_found',
  ]);
});

it('has one for each finding, and then for whatever else did not pass', () => {
  expect(githubAnnotations(brokenRecord).map((command) => read(command)[0]['title'])).toEqual([
    'exactly-once broken in fan-out on pglite',
    'no-ghosts broken in fan-out on pglite',
    'race: reaches: both won',
    'race: survives seed 7',
    'campaign: kept: a lost join',
    'campaign: shard 3 is there',
  ]);
});

it('has none of a campaign that held', () => {
  expect(githubAnnotations(campaignRecord())).toEqual([]);
});
