import type { Terminal } from '../terminal.ts';
import { jsonReport } from './json-report.ts';
import type { CampaignHeading, Reporter } from './reporter.ts';

/** For programs: one JSON document at the end, nothing else. */
export function jsonReporter({ print }: Terminal): Reporter {
  let heading: CampaignHeading | undefined;
  return {
    begin(given) {
      heading = given;
    },
    end(result) {
      if (heading) print(JSON.stringify(jsonReport(heading, result), undefined, 2));
    },
  };
}
