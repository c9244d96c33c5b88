import { TRANSITIONS } from '../../models/lifecycle/index.ts';
import { type FindingRecord, NightRecord } from '../../sim/record/index.ts';

type Campaign = NightRecord['campaign'];

/** As long as a real one is. */
const TOKEN = `sk1_${'szk9kU2NTWrDMBCFZQm6yDFmPaKOlZD4LMaLq0rP3lCnk2vLwY'.repeat(6)}`;
const SCENARIOS = [
  'fan-out',
  'completions',
  'leases',
  'timers',
  'promises',
  'children',
  'retries',
  'takeover',
];

/** A finding as a night had it: a completion told twice, with figures that a real campaign came to. */
export function findingRecord(overrides: Partial<FindingRecord> = {}): FindingRecord {
  return {
    signature: 'exactly-once: task COMPLETED with TASK_COMPLETED and TASK_COMPLETED',
    law: 'exactly-once',
    statement: 'Each task that has ended has one terminal event, which says how.',
    witness:
      'Task count/task/3 is COMPLETED, and the history holds TASK_COMPLETED and TASK_COMPLETED for it instead of one TASK_COMPLETED.',
    subjects: ['count', 'count/task/3'],
    target: 'pglite',
    scenario: 'completions',
    size: { tasks: 3, workers: 0, servers: 2 },
    seed: 'a1/13',
    at: 13,
    strategy: 'random',
    count: 33,
    strategies: { random: 10, urw: 4, surw: 8, pos: 7, pct: 4 },
    seeds: [
      { seed: 'a1/410', steps: 61 },
      { seed: 'a1/13', steps: 66 },
    ],
    figures: { steps: 64, preemptions: 8, faults: 2 },
    divergences: [],
    hash: '2493a49793507a03',
    token: TOKEN,
    command: `npx skein replay ${TOKEN}`,
    shrunk: {
      size: { tasks: 3, workers: 0, servers: 1 },
      from: { steps: 64, preemptions: 8, faults: 2 },
      to: { steps: 57, preemptions: 0, faults: 1 },
      witness:
        'Task count/task/1 is COMPLETED, and the history holds TASK_COMPLETED and TASK_COMPLETED for it instead of one TASK_COMPLETED.',
      deviations: [
        {
          take: 'client-3: duplicated-call (call completeTask)',
          before: 'client-1: call completeTask',
        },
      ],
      runs: 39,
      elapsedMs: 1_255,
      minimal: true,
      hash: '40888eb9199df76b',
      token: TOKEN.replace('szk9', 'P6ij'),
      command: `npx skein replay ${TOKEN.replace('szk9', 'P6ij')}`,
    },
    ...overrides,
  };
}

/** A campaign that held, with figures that a real one came to. */
function campaignRecord(overrides: Partial<Campaign>): Campaign {
  return {
    schema: 'skein/campaign',
    version: 2,
    build: '885ecae0',
    startedAt: '2026-03-05T02:00:00Z',
    elapsedMs: 1_803_000,
    targets: ['pglite'],
    strategy: 'portfolio',
    scenarios: SCENARIOS,
    faults: 'swarm',
    defect: null,
    seeds: '--seed 2026-03-05T02-00-00Z',
    shard: null,
    missingShards: [],
    workers: 2,
    runs: 61_203,
    steps: 23_870_112,
    failedRuns: 0,
    checkedTwice: 1_224,
    divergentRuns: 0,
    interrupted: false,
    hash: '9f3c51d2aa07e614',
    byScenario: SCENARIOS.map((scenario, index) => ({
      scenario,
      target: 'pglite',
      runs: 9_000 - 530 * index,
      steps: (9_000 - 530 * index) * 390,
      failedRuns: 0,
      elapsedMs: 420_000 + 3_000 * index,
    })),
    strategies: {
      random: { runs: 12_310, failedRuns: 0 },
      urw: { runs: 12_190, failedRuns: 0 },
      pct: { runs: 12_240, failedRuns: 0 },
      pos: { runs: 12_263, failedRuns: 0 },
      surw: { runs: 12_200, failedRuns: 0 },
    },
    faultsHappened: {
      'crash-worker': 5_061,
      'double-sweep': 4_610,
      'clock-jump': 4_590,
      'lost-answer': 1_750,
    },
    reached: TRANSITIONS.slice(1).map(({ name }) => name),
    unreached: TRANSITIONS.slice(0, 1).map(({ name }) => name),
    crossings: { seen: 688, possible: 702 },
    coverage: {
      runs: 15_301,
      oneIn: 4,
      traces: { seen: 14_712, nextIsNew: 0.943 },
      orders: { seen: 5_918, possible: 6_204, newInNext: 0.14 },
      exact: true,
      curve: [
        { runs: 1, traces: 1, orders: 36 },
        { runs: 10, traces: 10, orders: 323 },
        { runs: 100, traces: 100, orders: 1_617 },
        { runs: 1_000, traces: 986, orders: 3_904 },
        { runs: 5_000, traces: 4_877, orders: 5_230 },
        { runs: 10_000, traces: 9_690, orders: 5_702 },
        { runs: 15_301, traces: 14_712, orders: 5_918 },
      ],
    },
    claims: [
      { scenario: 'fan-out', what: 'two completions overlapped', runs: 9_000, reached: true, missed: false },
      { scenario: 'takeover', what: 'a lease was taken back', runs: 120, reached: false, missed: false },
    ],
    corpus: [
      {
        file: 'unlocked-completion-the-transaction-without-its-lock.json',
        label: 'unlocked-completion: the transaction without its lock',
        outcome: 'as it should',
        why: null,
      },
    ],
    slowest: [
      { scenario: 'takeover', target: 'pglite', seed: 'a1/5114', steps: 2_207, elapsedMs: 1_840 },
      { scenario: 'leases', target: 'pglite', seed: 'a1/902', steps: 1_904, elapsedMs: 1_312 },
    ],
    lost: [],
    firstFindingMs: null,
    findings: [],
    ...overrides,
  };
}

/** What can be said of a night in a test. */
export type NightOverrides = Partial<Omit<NightRecord, 'campaign'>> & {
  readonly campaign?: Partial<Campaign>;
};

/** A green night, unless told otherwise; a record as its schema wants it. */
export function nightRecord({ campaign = {}, ...overrides }: NightOverrides = {}): NightRecord {
  const scenarios = campaign.scenarios ?? SCENARIOS;
  return NightRecord.parse({
    schema: 'skein/night',
    version: 1,
    id: '2026-03-05T02-00-00Z',
    commit: 'f6c8d7d2b1c4a99e8f53',
    isGreen: true,
    reasons: [],
    canary: { defect: 'five-retries', law: 'exactly-once', found: true, runs: 7, elapsedMs: 412 },
    ladder: [
      { defect: 'sequence-from-row', law: 'exactly-once', found: true, runs: 2, elapsedMs: 96 },
      { defect: 'latest-after-final', law: 'live', found: true, runs: 41, elapsedMs: 1_920 },
    ],
    newSchedules: 14_220,
    history: [],
    weights: scenarios.map((scenario, index) => ({
      scenario,
      target: 'pglite',
      weight: index === 0 ? 3 : 1,
      why: index === 0 ? 'complete-task.ts was changed: completeTask, 412 of its signs' : 'its floor',
    })),
    campaign: campaignRecord(campaign),
    ...overrides,
  });
}

/** A night in which a law broke. */
export function redNight({ campaign = {}, ...overrides }: NightOverrides = {}): NightRecord {
  const findings = campaign.findings ?? [findingRecord()];
  return nightRecord({
    isGreen: false,
    reasons: ['exactly-once broke in 33 runs: new tonight'],
    history: findings.map(({ signature }) => ({ signature, since: '2026-03-05T02-00-00Z', nights: 1 })),
    ...overrides,
    campaign: { failedRuns: 33, firstFindingMs: 63_400, findings, ...campaign },
  });
}
