import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

/** For programs: the campaign's record as one JSON document at the end, nothing else. */
export function jsonReporter({ print }: Terminal): Reporter {
  return {
    begin: () => undefined,
    onCorpus: () => undefined,
    end: (record) => print(JSON.stringify(record, undefined, 2)),
  };
}
