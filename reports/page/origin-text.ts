import type { CampaignRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { type Content, html } from './markup.ts';
import { count } from './wording.ts';

/** Where a campaign's figures come from: what has to be the same to come to them again. */
export function originText(campaign: CampaignRecord): Content {
  const { build, strategy, faults, seeds, hash, checkedTwice, divergentRuns, startedAt } = campaign;
  const shard = campaign.shard === null ? '' : `, shard ${campaign.shard.index} of ${campaign.shard.of}`;
  const divergent =
    divergentRuns === 0
      ? ''
      : ` In ${plural(divergentRuns, 'run')} the database may not have done as PostgreSQL.`;
  return html`Begun ${startedAt}, build <code>${build}</code>, <code>${seeds}</code>${shard}, strategy ${strategy}, faults ${faults}. ${count(checkedTwice)} runs were done twice and were the same.${divergent} Hash of all runs <code>${hash}</code>.`;
}

/** That a bug is planted, if one is. */
export function plantedText({ defect }: CampaignRecord): Content {
  return defect === null ? '' : html` · <span class="red">defect <code>${defect}</code> planted</span>`;
}
