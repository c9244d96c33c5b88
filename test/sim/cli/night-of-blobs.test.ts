import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildId } from '../../../sim/campaign/index.ts';
import { nightOfBlobs } from '../../../sim/cli/night-of-blobs.ts';
import { nightRecordOf, NightState } from '../../../sim/nightly/index.ts';
import type { CampaignBlob } from '../../../sim/record/index.ts';
import { nightPlan, TERMS } from '../../support/night-runs.ts';
import { nightRecord } from '../../support/nights.ts';

describe('a night whose runs others have made', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skein-blobs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The blob of one of two machines. @returns the file */
  function write(index: number, build = buildId()): string {
    const { targets, strategy, scenarios, faults, defect } = nightRecord().campaign;
    const blob: CampaignBlob = {
      schema: 'skein/blob',
      version: 1,
      heading: { build, targets, strategy, scenarios, faults, defect, seeds: '--seed b' },
      terms: {},
      shard: { index, of: 2 },
      workers: 3,
      corpus: [],
      part: { ...new NightState(nightPlan(), TERMS).part(false), runs: 20 * index },
    };
    const file = join(folder, `${index}.blob`);
    writeFileSync(file, JSON.stringify(blob));
    return file;
  }

  it('has what all of them came to, and makes no run', () => {
    const { plan, merged } = nightOfBlobs([write(1), write(2)], false);
    expect(plan).toMatchObject({ runs: 0, seed: 'b', climbs: false, targets: [{ name: 'pglite' }] });
    expect(merged.record).toMatchObject({ runs: 60, workers: 6, missingShards: [] });
    const state = new NightState(plan, { ...TERMS, scenarios: [] });
    state.canary = nightRecord().canary;
    const context = { nights: [], newSchedules: null, isInterrupted: false, workers: 1 };
    expect(nightRecordOf(state, { ...context, merged })).toMatchObject({
      isGreen: true,
      campaign: { runs: 60 },
    });
  });

  it('is red when one of them is missing', () => {
    const { plan, merged } = nightOfBlobs([write(2)], false);
    const state = new NightState(plan, { ...TERMS, scenarios: [] });
    state.canary = nightRecord().canary;
    const context = { nights: [], newSchedules: null, isInterrupted: false, workers: 1 };
    expect(nightRecordOf(state, { ...context, merged })?.reasons).toEqual([
      'not all shards are here: without 1',
    ]);
  });

  it('is told by the build that made the runs, for what is planted must be planted in the same code', () => {
    expect(() => nightOfBlobs([write(1, '00000000')], false)).toThrow(/made by build 00000000, this is/);
  });
});
