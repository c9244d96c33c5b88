import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyOf, readNights, recentFindings } from '../../../sim/nightly/past-nights.ts';
import type { NightRecord } from '../../../sim/record/index.ts';
import { findingRecord, nightRecord, redNight } from '../../support/nights.ts';

const first = redNight({ id: '2026-03-01T02-00-00Z' });
const second = nightRecord({ id: '2026-03-02T02-00-00Z' });
const { signature } = findingRecord();

describe('nights on record', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skein-nights-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write({ id }: Pick<NightRecord, 'id'>, content: string): void {
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, 'night.json'), content);
  }

  it('are read in their order; what is none is told and left out', () => {
    write(second, JSON.stringify(second));
    write(first, JSON.stringify(first));
    write({ id: 'broken' }, '{"schema":');
    write({ id: 'other' }, JSON.stringify({ ...first, version: 99 }));
    mkdirSync(join(folder, 'unfinished'));
    writeFileSync(join(folder, 'seen.json'), '{}');
    expect(readNights(folder)).toEqual({
      nights: [first, second],
      unreadable: [join(folder, 'broken/night.json'), join(folder, 'other/night.json')],
    });
  });

  it('are none where there is no folder yet', () => {
    expect(readNights(join(folder, 'none')).nights).toEqual([]);
  });
});

describe('findings of nights', () => {
  it('speak for their scenario for seven nights', () => {
    const calm = Array.from({ length: 6 }, (_, index) =>
      nightRecord({ id: `2026-03-0${index + 2}T02-00-00Z` }),
    );
    expect(recentFindings([first, ...calm])).toEqual([
      { scenario: 'completions', law: 'exactly-once', nightsAgo: 7 },
    ]);
    expect(recentFindings([first, ...calm, nightRecord({ id: '2026-03-08T02-00-00Z' })])).toEqual([]);
  });

  it('have a history: since when, and in how many nights', () => {
    const tonight = '2026-03-03T02-00-00Z';
    expect(historyOf(tonight, [signature, 'live: x'], [first, second])).toEqual([
      { signature, since: first.id, nights: 2 },
      { signature: 'live: x', since: tonight, nights: 1 },
    ]);
  });

  it('have no history in nights that came later, when a night is written again', () => {
    expect(historyOf(first.id, [signature], [first, redNight({ id: second.id })])).toEqual([
      { signature, since: first.id, nights: 1 },
    ]);
  });
});
