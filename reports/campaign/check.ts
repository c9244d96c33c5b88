import type { CampaignRecord, FindingRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';

/** How a check came out: `failed` for what the engine did wrong, `broke` for what kept us from finding out. */
export type Outcome = 'passed' | 'failed' | 'broke' | 'skipped';

/** One thing that a campaign has looked at, as programs that show tests have it. */
export type Check = {
  /** `fan-out reaches: two completions overlapped`: the same in every campaign. */
  readonly name: string;
  readonly outcome: Outcome;
  /** What kind of thing went wrong: the law that was broken, `claim`, `lost run`, `kept finding`, `missing shard`. */
  readonly kind: string;
  /** Why it did not pass, in one line; empty if it did. */
  readonly message: string;
  /** All that is known of it, on several lines. */
  readonly detail: string;
};

/** Checks about the same: a scenario on a target, or what stands beside them all. */
export type CheckGroup = {
  /** `fan-out`. */
  readonly name: string;
  /** `pglite`; undefined where it is about no target in particular. */
  readonly target: string | undefined;
  readonly elapsedMs: number;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly checks: readonly Check[];
};

/**
 * A campaign as checks that passed or did not: of each scenario whether every law held, what it had to reach, and runs
 * that were lost; besides, kept findings and missing shards. A check has the same name in each campaign, so that what
 * shows a history of checks can tell since when one fails.
 */
export function checkGroups(record: CampaignRecord): readonly CheckGroup[] {
  const scenarios = record.byScenario.map((each): CheckGroup => {
    const { scenario, target, runs, steps, failedRuns, elapsedMs } = each;
    const isOwn = (other: { readonly scenario: string; readonly target?: string }): boolean =>
      other.scenario === scenario && (other.target ?? target) === target;
    return {
      name: scenario,
      target,
      elapsedMs,
      facts: [
        ['runs', String(runs)],
        ['steps', String(steps)],
        ['failedRuns', String(failedRuns)],
      ],
      checks: [
        lawsCheck(runs, record.findings.filter(isOwn)),
        ...record.claims.filter(isOwn).map(claimCheck),
        ...record.lost.filter(isOwn).map(lostCheck),
      ],
    };
  });
  const isKnown = (run: CampaignRecord['lost'][number]): boolean =>
    record.byScenario.some(({ scenario, target }) => scenario === run.scenario && target === run.target);
  const beside = [
    ...record.lost.filter((run) => !isKnown(run)).map(lostCheck),
    ...record.corpus.map(keptCheck),
    ...record.missingShards.map(shardCheck),
  ];
  const group = { name: 'campaign', target: undefined, elapsedMs: 0, facts: [], checks: beside };
  return beside.length === 0 ? scenarios : [...scenarios, group];
}

/** The check that findings are about. */
const LAWS_CHECK = 'every law holds';

function lawsCheck(runs: number, findings: readonly FindingRecord[]): Check {
  const name = LAWS_CHECK;
  const [first, ...others] = findings;
  if (!first) return passed('law', name, `in ${plural(runs, 'run')}`);
  const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'finding')} more)`;
  const message = `${first.law}: ${shown(first).witness}${more}`;
  return {
    name,
    outcome: 'failed',
    kind: first.law,
    message,
    detail: findings.map(findingDetail).join('\n\n'),
  };
}

/** A finding on a few lines, the last of which replays it. */
function findingDetail(finding: FindingRecord): string {
  const { law, statement, count, seed, strategy } = finding;
  const { witness, command } = shown(finding);
  const by = strategy === null ? '' : `, by ${strategy}`;
  return [
    `${law}: ${witness}`,
    `law: ${statement}`,
    `seen in ${plural(count, 'run')}, first with seed ${seed}${by}`,
    `replay: ${command}`,
  ].join('\n');
}

/** A finding as it is best told: shrunk, if it was. */
export function shown(finding: FindingRecord): { readonly witness: string; readonly command: string } {
  return finding.shrunk ?? finding;
}

function claimCheck({ what, runs, reached, missed }: CampaignRecord['claims'][number]): Check {
  const name = `reaches: ${what}`;
  if (reached) return passed('claim', name);
  const message = `not reached in ${plural(runs, 'run')}`;
  return { name, outcome: missed ? 'failed' : 'skipped', kind: 'claim', message, detail: message };
}

function lostCheck({ scenario, seed, why, message }: CampaignRecord['lost'][number]): Check {
  return {
    name: `survives seed ${seed}`,
    outcome: 'broke',
    kind: 'lost run',
    message: `the run of ${scenario} ${verb(why)}`,
    detail: message,
  };
}

function verb(why: CampaignRecord['lost'][number]['why']): string {
  return { crashed: 'crashed its worker', hung: 'hung', 'out of memory': 'ran out of memory' }[why];
}

function keptCheck({ file, label, outcome, why }: CampaignRecord['corpus'][number]): Check {
  const name = `kept: ${label}`;
  if (outcome === 'as it should') return passed('kept finding', name, file);
  const message = why ?? (outcome === 'broken' ? 'it breaks its law' : outcome);
  return {
    name,
    outcome: outcome === 'broken' ? 'failed' : 'skipped',
    kind: 'kept finding',
    message,
    detail: `${file}: ${message}`,
  };
}

function shardCheck(shard: number): Check {
  const message = 'its blob was not there to be merged';
  return {
    name: `shard ${shard} is there`,
    outcome: 'broke',
    kind: 'missing shard',
    message,
    detail: message,
  };
}

function passed(kind: string, name: string, detail = ''): Check {
  return { name, outcome: 'passed', kind, message: '', detail };
}

/** What did not pass, but for laws that were broken: findings tell those. */
export function otherFailures(record: CampaignRecord): readonly (Check & { readonly group: string })[] {
  return checkGroups(record).flatMap(({ name: group, checks }) =>
    checks
      .filter(({ outcome, name }) => outcome === 'broke' || (outcome === 'failed' && name !== LAWS_CHECK))
      .map((check) => ({ ...check, group })),
  );
}
