import { plural } from '../../../reports/index.ts';
import type { CampaignRecord } from '../../record/index.ts';

/** How much of what there is to see a campaign has seen, in lines that people understand; none, if none was watched. */
export function coverageText({
  coverage,
  crossings,
  faultsHappened,
}: Pick<CampaignRecord, 'coverage' | 'crossings' | 'faultsHappened'>): readonly string[] {
  const { runs, oneIn, traces, orders, exact } = coverage;
  if (traces.nextIsNew === null || orders.newInNext === null) return [];
  const about = exact ? '' : 'about ';
  const watched =
    oneIn === 1 ? plural(runs, 'run') : `${plural(runs, 'run')} that were watched (1 seed in ${oneIn})`;
  const chance = `the next one is new with p = ${traces.nextIsNew.toFixed(2)}`;
  const raced = `${orders.seen} of ${orders.possible} orders of steps that raced`;
  const expected = `${orders.newInNext.toFixed(2)} new ones to expect in the next run`;
  const crossed = `; ${crossings.seen} of ${crossings.possible} lifecycle steps × faults`;
  return [
    `coverage: ${about}${traces.seen} schedules in ${watched}; ${chance}`,
    `coverage: ${raced}, ${expected}${Object.keys(faultsHappened).length > 0 ? crossed : ''}`,
  ];
}

/** Claims that should have been reached and were not, a line for each. */
export function missedText(claims: CampaignRecord['claims']): readonly string[] {
  return claims
    .filter(({ missed }) => missed)
    .map(({ scenario, what, runs }) => `${scenario} never reached in ${plural(runs, 'run')}: ${what}`);
}

/** What is not reached yet, and need not be, in one line; undefined if there is nothing. */
export function openText(claims: CampaignRecord['claims']): string | undefined {
  const open = new Map<string, string[]>();
  for (const { scenario, what, reached, missed } of claims) {
    if (reached || missed) continue;
    open.set(scenario, [...(open.get(scenario) ?? []), what]);
  }
  if (open.size === 0) return undefined;
  return `not reached yet: ${[...open].map(([scenario, whats]) => `${scenario}: ${whats.join(', ')}`).join('; ')}`;
}
