import { describe, expect, it } from 'vitest';
import { type Judged, reasonsFor } from '../../../sim/nightly/verdict.ts';
import { findingRecord, nightRecord } from '../../support/nights.ts';

function judged({
  campaign = {},
  ...overrides
}: Partial<Omit<Judged, 'campaign'>> & { campaign?: Partial<Judged['campaign']> } = {}): Judged {
  const night = nightRecord();
  return { ...night, ...overrides, campaign: { ...night.campaign, ...campaign } };
}

describe('a night', () => {
  it('is green where the canary was found, and nothing else', () => {
    expect(reasonsFor(judged())).toEqual([]);
  });

  it('is red without its canary, whatever else it says', () => {
    const canary = { ...nightRecord().canary, found: false, runs: 500 };
    expect(reasonsFor(judged({ canary }))).toEqual([
      'the canary five-retries was not found in 500 runs: the night proves nothing',
    ]);
  });

  it('is red by each finding, and says whether it is new', () => {
    const old = findingRecord({ signature: 'live: x', law: 'live', count: 1 });
    const findings = [findingRecord(), old];
    const history = [
      { signature: findingRecord().signature, since: nightRecord().id, nights: 1 },
      { signature: old.signature, since: '2026-03-01T02-00-00Z', nights: 4 },
    ];
    expect(reasonsFor(judged({ history, campaign: { findings } }))).toEqual([
      'exactly-once broke in 33 runs: new tonight',
      'live broke in 1 run: in 4 nights so far',
    ]);
  });

  it('says how a law broke that broke in several ways', () => {
    const findings = [
      findingRecord({ signature: 'live: RUNNING for ever', law: 'live', count: 2 }),
      findingRecord({ signature: 'live: PENDING for ever', law: 'live', count: 1 }),
    ];
    expect(reasonsFor(judged({ history: [], campaign: { findings } }))).toEqual([
      'live: RUNNING for ever broke in 2 runs: new tonight',
      'live: PENDING for ever broke in 1 run: new tonight',
    ]);
  });

  it('is red by kept findings that are broken, claims that were missed, runs that were lost, and by what ended it', () => {
    const claim = { scenario: 'leases', what: 'a lease expired', runs: 400, reached: false };
    const lost = {
      at: 3,
      scenario: 'fan-out',
      target: 'pglite',
      seed: 'n/3',
      why: 'hung',
      message: '',
    } as const;
    const corpus = [
      { file: 'a.json', label: 'a lost join', outcome: 'broken', why: null },
      { file: 'b.json', label: 'an old one', outcome: 'meaningless', why: 'x' },
    ];
    const campaign = {
      missingShards: [2, 5],
      claims: [
        { ...claim, missed: true },
        { ...claim, missed: false },
      ],
      lost: [lost],
      corpus,
    };
    expect(reasonsFor(judged({ campaign, failure: 'seed 1 ran twice and differed' }))).toEqual([
      'seed 1 ran twice and differed',
      'the kept finding "a lost join" is broken',
      'leases never reached in 400 runs: a lease expired',
      'not all shards are here: without 2, 5',
      '1 run was lost by workers',
    ]);
  });
});
