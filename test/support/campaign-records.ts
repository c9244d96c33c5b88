import { CAMPAIGN_VERSION, CampaignRecord, type FindingRecord } from '../../sim/record/index.ts';

/** A finding, made up by hand. */
export function findingRecord(overrides: Partial<FindingRecord> = {}): FindingRecord {
  return {
    signature: 'exactly-once: no terminal event',
    law: 'exactly-once',
    statement: 'A task that has ended has one terminal event.',
    witness: 'Task sum/task/1 is COMPLETED, and the history holds no terminal event for it.',
    subjects: ['sum', 'sum/task/1'],
    target: 'pglite',
    scenario: 'fan-out',
    size: { tasks: 3, workers: 2, servers: 2 },
    seed: '17',
    at: 17,
    strategy: 'pct',
    count: 4,
    strategies: { pct: 3, random: 1 },
    seeds: [{ seed: '17', steps: 210 }],
    figures: { steps: 210, preemptions: 12, faults: 1 },
    divergences: [],
    hash: '0123456789abcdef',
    token: 'sk1_found',
    command: 'npx skein replay sk1_found',
    shrunk: null,
    ...overrides,
  };
}

/** What a finding was shrunk to, made up by hand. */
export const shrunkTo: NonNullable<FindingRecord['shrunk']> = {
  size: { tasks: 2, workers: 1, servers: 1 },
  from: { steps: 210, preemptions: 12, faults: 1 },
  to: { steps: 73, preemptions: 1, faults: 0 },
  witness: 'Task sum/task/1 is COMPLETED, and the history holds no terminal event for it.',
  deviations: [],
  runs: 60,
  elapsedMs: 3_400,
  minimal: true,
  hash: 'fedcba9876543210',
  token: 'sk1_shrunk',
  command: 'npx skein replay sk1_shrunk',
};

/** A campaign that held, made up by hand, unless told otherwise. */
export function campaignRecord(overrides: Partial<CampaignRecord> = {}): CampaignRecord {
  return CampaignRecord.parse({
    schema: 'skein/campaign',
    version: CAMPAIGN_VERSION,
    build: 'c0ffee00',
    startedAt: '2026-03-05T02:00:00.000Z',
    elapsedMs: 12_345,
    targets: ['pglite'],
    strategy: 'portfolio',
    scenarios: ['fan-out', 'race'],
    faults: 'swarm',
    defect: null,
    seeds: '--seeds 0..399',
    shard: null,
    missingShards: [],
    workers: 2,
    runs: 400,
    steps: 61_203,
    failedRuns: 0,
    checkedTwice: 8,
    divergentRuns: 0,
    interrupted: false,
    hash: '89abcdef01234567',
    byScenario: [
      { scenario: 'fan-out', target: 'pglite', runs: 200, steps: 40_000, failedRuns: 0, elapsedMs: 8_000 },
      { scenario: 'race', target: 'pglite', runs: 200, steps: 21_203, failedRuns: 0, elapsedMs: 4_000 },
    ],
    strategies: { pct: { runs: 200, failedRuns: 0 }, random: { runs: 200, failedRuns: 0 } },
    faultsHappened: { 'crash-worker': 12 },
    reached: ['workflow starts'],
    unreached: [],
    crossings: { seen: 12, possible: 700 },
    coverage: {
      runs: 100,
      oneIn: 4,
      traces: { seen: 93, nextIsNew: 0.8 },
      orders: { seen: 231, possible: 260, newInNext: 0.04 },
      exact: true,
      curve: [],
    },
    claims: [
      { scenario: 'fan-out', what: 'two completions overlapped', runs: 200, reached: true, missed: false },
    ],
    corpus: [],
    slowest: [],
    lost: [],
    firstFindingMs: null,
    findings: [],
    ...overrides,
  } satisfies CampaignRecord);
}

/** A campaign in which everything went wrong that can be told: with texts that each format has to escape. */
export const brokenRecord: CampaignRecord = campaignRecord({
  failedRuns: 5,
  interrupted: true,
  findings: [
    findingRecord({ shrunk: shrunkTo }),
    findingRecord({ law: 'no-ghosts', witness: 'A <b> & "c": 100 %, # \u{1} | `d` @e\nand f.', count: 1 }),
  ],
  claims: [
    { scenario: 'race', what: 'both won', runs: 200, reached: false, missed: true },
    { scenario: 'race', what: 'nobody won', runs: 20, reached: false, missed: false },
  ],
  corpus: [
    { file: 'sim/corpus/a.json', label: 'a lost join', outcome: 'broken', why: null },
    { file: 'sim/corpus/b.json', label: 'a deadlock', outcome: 'meaningless', why: 'step 3 is not there' },
    { file: 'sim/corpus/c.json', label: 'a ghost', outcome: 'as it should', why: null },
  ],
  lost: [{ at: 7, scenario: 'race', target: 'pglite', seed: '7', why: 'hung', message: 'no step in 60 s' }],
  missingShards: [3],
});
