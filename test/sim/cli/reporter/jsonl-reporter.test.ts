import { expect, it } from 'vitest';
import { campaign, recordOf } from '../../../../sim/campaign/index.ts';
import { jsonlReporter } from '../../../../sim/cli/reporter/jsonl-reporter.ts';
import { CampaignEvent } from '../../../../sim/record/index.ts';
import { campaignRecord, brokenRecord } from '../../../support/campaign-records.ts';
import { campaignPlan, noSignal, seeds, sequenceFromRow, sharedTarget } from '../../../support/campaigns.ts';
import { keepingTerminal } from '../../../support/reporter-lines.ts';

const target = sharedTarget();

it('tells what happens as it happens, in lines that are what the schema says', async () => {
  const { terminal, lines } = keepingTerminal();
  const reporter = jsonlReporter(terminal);
  const heading = campaignRecord();
  reporter.begin(heading);
  reporter.onCorpus([]);
  const plan = campaignPlan(target, { seeds: seeds(12), defect: sequenceFromRow, bail: 2 });
  const part = await campaign(plan, reporter, noSignal);
  for (const lost of brokenRecord.lost) reporter.onLost?.(lost);
  reporter.end(recordOf(heading, part, []));

  const events = lines.map((line) => CampaignEvent.parse(JSON.parse(line)));
  const count = (name: CampaignEvent['event']): number => events.filter(({ event }) => event === name).length;
  expect(events[0]).toMatchObject({ event: 'begin', build: heading.build, seeds: heading.seeds });
  expect(events.at(-1)).toMatchObject({ event: 'end', campaign: { runs: part.runs, failedRuns: 2 } });
  expect(count('run')).toBe(part.runs);
  expect(count('finding')).toBe(part.findings.length);
  expect(count('lost')).toBe(1);
  expect(events.filter((event) => event.event === 'run' && event.signature !== null)).toHaveLength(2);
});
