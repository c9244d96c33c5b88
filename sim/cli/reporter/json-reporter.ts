import type { Terminal } from '../terminal.ts';
import type { KeptRun } from '../corpus.ts';
import { jsonReport } from './json-report.ts';
import type { CampaignHeading, Reporter } from './reporter.ts';

/** For programs: one JSON document at the end, nothing else. */
export function jsonReporter({ print }: Terminal): Reporter {
  let heading: CampaignHeading | undefined;
  let corpus: readonly KeptRun[] = [];
  return {
    begin(given) {
      heading = given;
    },
    onCorpus(runs) {
      corpus = runs;
    },
    end(result) {
      if (heading) print(JSON.stringify(jsonReport(heading, result, corpus), undefined, 2));
    },
  };
}
