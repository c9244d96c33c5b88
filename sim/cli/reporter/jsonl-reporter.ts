import { type CampaignEvent, EVENT_VERSION } from '../../record/index.ts';
import { corpusRecordOf } from '../corpus.ts';
import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

/** For programs that do not wait: a JSON document on a line of its own for whatever happens, as it happens. */
export function jsonlReporter({ print }: Terminal): Reporter {
  const tell = (event: CampaignEvent): void => print(JSON.stringify(event));
  return {
    begin({ build, targets, strategy, scenarios, faults, defect, seeds, shard, workers }) {
      const heading = { build, targets, strategy, scenarios, faults, defect, seeds, shard, workers };
      tell({ event: 'begin', schema: 'skein/campaign-event', version: EVENT_VERSION, ...heading });
    },
    onCorpus: (runs) => tell({ event: 'corpus', corpus: corpusRecordOf(runs) }),
    onRun({ at, seed, scenario, target, strategy, steps, elapsedMs, hash, signature = null }) {
      const time = Math.round(elapsedMs);
      const run = { at, seed, scenario, target, strategy, steps, elapsedMs: time, hash, signature };
      tell({ event: 'run', ...run });
    },
    onFinding: (finding) => tell({ event: 'finding', finding }),
    onLost: (lost) => tell({ event: 'lost', lost }),
    end: (campaign) => tell({ event: 'end', campaign }),
  };
}
