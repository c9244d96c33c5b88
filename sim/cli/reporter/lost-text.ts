import type { LostRun } from '../../record/index.ts';

/** Runs that their workers did not survive, a line for each. */
export function lostText(lost: readonly LostRun[]): readonly string[] {
  return lost.map(
    ({ scenario, seed, why, message }) =>
      `lost: seed ${seed} of ${scenario}, its worker ${WHY[why]}: ${message}`,
  );
}

const WHY: Readonly<Record<LostRun['why'], string>> = {
  crashed: 'crashed',
  hung: 'hung',
  'out of memory': 'ran out of memory',
};
