import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NightRecord } from '../record/index.ts';
import type { RecentFinding } from './shares.ts';

/** So many nights back a finding still speaks for its scenario. */
const NIGHTS_LATELY = 7;

/**
 * The nights on record in a folder, the oldest first, and files that are no record of this version, each with what is
 * wrong: a night that cannot be read must not keep the next one from being written.
 */
export function readNights(folder: string): {
  readonly nights: readonly NightRecord[];
  readonly unreadable: readonly string[];
} {
  const nights: NightRecord[] = [];
  const unreadable: string[] = [];
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  for (const { name } of names
    .filter((each) => each.isDirectory())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = join(folder, name, 'night.json');
    if (!existsSync(file)) continue;
    try {
      nights.push(NightRecord.parse(JSON.parse(readFileSync(file, 'utf8'))));
    } catch {
      unreadable.push(file);
    }
  }
  return { nights, unreadable };
}

/** What was found in the last nights. @param nights the oldest first */
export function recentFindings(nights: readonly NightRecord[]): readonly RecentFinding[] {
  return nights
    .slice(-NIGHTS_LATELY)
    .toReversed()
    .flatMap(({ campaign }, index) =>
      campaign.findings.map(({ scenario, law }) => ({ scenario, law, nightsAgo: index + 1 })),
    );
}

/** Of each finding of tonight: the first night on record that had it, and how many had, tonight included. */
export function historyOf(
  id: string,
  signatures: readonly string[],
  nights: readonly NightRecord[],
): NightRecord['history'] {
  return signatures.map((signature) => {
    const before = nights.filter(
      (night) => night.id < id && night.campaign.findings.some((each) => each.signature === signature),
    );
    return { signature, since: before[0]?.id ?? id, nights: before.length + 1 };
  });
}
