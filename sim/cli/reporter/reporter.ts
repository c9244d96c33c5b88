import type { CampaignListener, CampaignResult } from '../../campaign/index.ts';
import type { KeptRun } from '../corpus.ts';

/** What a campaign is about, for the first lines. */
export type CampaignHeading = {
  readonly build: string;
  readonly target: string;
  readonly strategy: string;
  readonly scenarios: readonly string[];
  /** `swarm`, `none`, or names. */
  readonly faults: string;
  readonly defect: string | undefined;
  /** How the seeds were given: `--seed 1f3a` or `--seeds 0..99`. */
  readonly seeds: string;
};

/** Tells a campaign as it goes. */
export type Reporter = CampaignListener & {
  begin(heading: CampaignHeading): void;
  /** Kept findings were run, if there are any: before everything else. */
  onCorpus(runs: readonly KeptRun[]): void;
  end(result: CampaignResult): void;
};
