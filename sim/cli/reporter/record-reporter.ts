import type { CampaignRecord } from '../../record/index.ts';
import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

/** A reporter that says nothing until the campaign is over, and then its record in some form. */
export function recordReporter(text: (record: CampaignRecord) => string): (terminal: Terminal) => Reporter {
  return ({ print }) => ({
    begin: () => undefined,
    onCorpus: () => undefined,
    end: (record) => print(text(record).trimEnd()),
  });
}
