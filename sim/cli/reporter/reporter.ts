import type { CampaignListener } from '../../campaign/index.ts';
import type { CampaignHeading, CampaignBlob, CampaignRecord } from '../../record/index.ts';
import type { KeptRun } from '../corpus.ts';

/** Tells a campaign as it goes. */
export type Reporter = CampaignListener & {
  begin(heading: CampaignHeading): void;
  /** Kept findings were run, if there are any: before everything else. */
  onCorpus(runs: readonly KeptRun[]): void;
  /** @param blob what merging needs, where the campaign is one that can be merged */
  end(record: CampaignRecord, blob?: () => CampaignBlob): void;
};
