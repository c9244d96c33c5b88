import type { FindingRecord } from '../record/index.ts';
import type { Deviation } from '../strategy/index.ts';

/** Deviations as people read them. */
export function deviationsInWords(
  deviations: readonly Deviation[],
): NonNullable<FindingRecord['shrunk']>['deviations'] {
  return deviations.map(({ take, before }) => ({ take: stepInWords(take), before: stepInWords(before) }));
}

/** A step by its name, as deviations have it, in words: who, and what. */
function stepInWords(name: string): string {
  const [actor, label, , fault] = JSON.parse(name) as readonly [string, string, number, string?]; // as nameOf makes them
  return `${actor}: ${fault === undefined ? label : `${fault} (${label})`}`;
}
