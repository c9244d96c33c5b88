import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

/** Keeps what `skein merge` needs to put a campaign together with its other shards. */
export function blobReporter({ print }: Terminal): Reporter {
  return {
    begin: () => undefined,
    onCorpus: () => undefined,
    end(_, blob) {
      if (blob) print(JSON.stringify(blob()));
    },
  };
}
