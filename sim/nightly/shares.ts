import type { Touched } from './touched-operations.ts';

/** How many turns a scenario has in a round, and why. */
export type Share = { readonly scenario: string; readonly weight: number; readonly why: string };

/** A finding of one of the last nights. */
export type RecentFinding = { readonly scenario: string; readonly law: string; readonly nightsAgo: number };

/** What speaks for more runs of some scenarios than of others. */
export type ShareGrounds = {
  /** Operations whose code was changed since the last night. */
  readonly touched: Touched;
  /** Operations that runs of each scenario were seen to make. */
  readonly exercised: ReadonlyMap<string, ReadonlySet<string>>;
  readonly found: readonly RecentFinding[];
};

/** Every scenario has this. */
const FLOOR = 1;
const FOR_CHANGES = 3;
const FOR_FINDINGS = 2;
/** So many names are told. */
const MOST_TOLD = 3;

/**
 * How runs are shared out among scenarios: alike, but for those that exercise what was changed, and those that found
 * something lately. A scenario never has less than a sixth of what it would have if all were alike.
 */
export function sharesOf(scenarios: readonly string[], grounds: ShareGrounds): readonly Share[] {
  return scenarios.map((scenario) => {
    const operations = [...grounds.touched.keys()].filter((name) =>
      grounds.exercised.get(scenario)?.has(name),
    );
    const found = grounds.found.filter((each) => each.scenario === scenario);
    const reasons = [changesText(operations, grounds.touched), findingsText(found)].filter(
      (text) => text !== '',
    );
    return {
      scenario,
      weight: FLOOR + (operations.length > 0 ? FOR_CHANGES : 0) + (found.length > 0 ? FOR_FINDINGS : 0),
      why: reasons.length === 0 ? 'its floor' : reasons.join('; '),
    };
  });
}

/**
 * Scenarios in the order of their turns, each as often as its weight says, spread evenly: the smooth weighted
 * round-robin of nginx (`ngx_http_upstream_round_robin.c`).
 */
export function turnsOf(shares: readonly Share[]): readonly string[] {
  const whole = shares.reduce((sum, { weight }) => sum + weight, 0);
  const credits = shares.map(({ scenario, weight }) => ({ scenario, weight, credit: 0 }));
  const turns: string[] = [];
  while (turns.length < whole) {
    let next = credits[0];
    for (const each of credits) {
      each.credit += each.weight;
      if (next && each.credit > next.credit) next = each;
    }
    if (!next) break;
    next.credit -= whole;
    turns.push(next.scenario);
  }
  return turns;
}

function changesText(operations: readonly string[], touched: Touched): string {
  if (operations.length === 0) return '';
  const files = new Set(operations.flatMap((name) => touched.get(name) ?? []));
  return `exercises ${listOf(operations)}, changed in ${listOf([...files])}`;
}

function findingsText(found: readonly RecentFinding[]): string {
  const latest = found.toSorted((one, other) => one.nightsAgo - other.nightsAgo)[0];
  if (!latest) return '';
  const when = latest.nightsAgo === 1 ? 'last night' : `${latest.nightsAgo} nights ago`;
  return `found ${latest.law} ${when}`;
}

function listOf(names: readonly string[]): string {
  const more = names.length > MOST_TOLD ? ` and ${names.length - MOST_TOLD} more` : '';
  return names.slice(0, MOST_TOLD).join(', ') + more;
}
