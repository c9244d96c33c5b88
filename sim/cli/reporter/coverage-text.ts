import { plural } from '../../../reports/index.ts';
import type { CampaignResult, ClaimFigures } from '../../campaign/index.ts';

/** How much of what there is to see a campaign has seen, in lines that people understand; none, if none was watched. */
export function coverageText({
  coverage,
  crossings,
  faults,
}: Pick<CampaignResult, 'coverage' | 'crossings' | 'faults'>): readonly string[] {
  const { runs, oneIn, traces, orders, isExact } = coverage;
  if (traces.nextIsNew === undefined || orders.newInNext === undefined) return [];
  const about = isExact ? '' : 'about ';
  const watched =
    oneIn === 1 ? plural(runs, 'run') : `${plural(runs, 'run')} that were watched (1 seed in ${oneIn})`;
  const chance = `the next one is new with p = ${traces.nextIsNew.toFixed(2)}`;
  const raced = `${orders.seen} of ${orders.possible} orders of steps that raced`;
  const expected = `${orders.newInNext.toFixed(2)} new ones to expect in the next run`;
  const crossed = `; ${crossings.seen} of ${crossings.possible} lifecycle steps × faults`;
  return [
    `coverage: ${about}${traces.seen} schedules in ${watched}; ${chance}`,
    `coverage: ${raced}, ${expected}${faults.size > 0 ? crossed : ''}`,
  ];
}

/** Claims that should have been reached and were not, a line for each. */
export function missedText(claims: readonly ClaimFigures[]): readonly string[] {
  return claims
    .filter(({ isMissed }) => isMissed)
    .map(({ scenario, what, runs }) => `${scenario} never reached in ${plural(runs, 'run')}: ${what}`);
}

/** What is not reached yet, and need not be, in one line; undefined if there is nothing. */
export function openText(claims: readonly ClaimFigures[]): string | undefined {
  const open = new Map<string, string[]>();
  for (const { scenario, what, isReached, isMissed } of claims) {
    if (isReached || isMissed) continue;
    open.set(scenario, [...(open.get(scenario) ?? []), what]);
  }
  if (open.size === 0) return undefined;
  return `not reached yet: ${[...open].map(([scenario, whats]) => `${scenario}: ${whats.join(', ')}`).join('; ')}`;
}
