import { type CampaignRecord, nameAmong, type NightRecord } from '../record/index.ts';

/** What decides whether a night is green. */
export type Judged = Pick<NightRecord, 'canary' | 'history'> & {
  readonly id: string;
  readonly campaign: Pick<CampaignRecord, 'findings' | 'corpus' | 'claims' | 'lost' | 'missingShards'>;
  /** Why the campaign could not go on, if it could not. */
  readonly failure?: string | undefined;
};

/** Why a night is red, a line each; none if it is green. */
export function reasonsFor({ id, canary, history, campaign, failure }: Judged): readonly string[] {
  const { findings, corpus, claims, lost, missingShards } = campaign;
  const missed = claims.filter((claim) => claim.missed);
  return [
    ...(failure === undefined ? [] : [failure]),
    ...(canary.found
      ? []
      : [`the canary ${canary.defect} was not found in ${canary.runs} runs: the night proves nothing`]),
    ...findings.map((finding) => {
      const { signature, count } = finding;
      const known = history.find((each) => each.signature === signature);
      const since =
        known === undefined || known.since === id ? 'new tonight' : `in ${known.nights} nights so far`;
      return `${nameAmong(findings, finding)} broke in ${count === 1 ? '1 run' : `${count} runs`}: ${since}`;
    }),
    ...corpus
      .filter(({ outcome }) => outcome === 'broken')
      .map(({ label }) => `the kept finding "${label}" is broken`),
    ...missed.map(({ scenario, what, runs }) => `${scenario} never reached in ${runs} runs: ${what}`),
    ...(missingShards.length === 0 ? [] : [`not all shards are here: without ${missingShards.join(', ')}`]),
    ...(lost.length === 0
      ? []
      : [`${lost.length === 1 ? '1 run was' : `${lost.length} runs were`} lost by workers`]),
  ];
}
