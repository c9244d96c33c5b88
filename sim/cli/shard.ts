import { UsageError } from '../../src/cli/index.ts';
import type { Shard } from '../campaign/index.ts';
import type { Strategy } from '../strategy/index.ts';

/** Which part of a campaign this machine runs, and who says so. */
export type ShardSource = { readonly shard: Shard; readonly by: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The shard that is to be run: what the flag says, or else the first of these that is there: `SKEIN_SHARD`, a Kubernetes
 * indexed Job (with `SKEIN_SHARDS`), a Slurm array, an AWS Batch array.
 *
 * @returns undefined for the whole campaign
 * @throws {UsageError} when what is there is no shard
 */
export function shardOf(flag: string | undefined, environment: Environment): ShardSource | undefined {
  if (flag !== undefined) return { shard: parseShard('--shard', flag), by: '--shard' };
  const own = environment['SKEIN_SHARD'];
  if (own !== undefined && own !== '') return { shard: parseShard('SKEIN_SHARD', own), by: 'SKEIN_SHARD' };
  for (const { index, count, first, step } of ARRAYS) {
    const [at, of] = [environment[index], environment[count]];
    if (at === undefined || at === '') continue;
    if (of === undefined || of === '') {
      throw new UsageError(
        `${index} is set, and ${count} is not: say how many there are, or --shard 1/1 for all`,
      );
    }
    const from = first === undefined ? 0 : Number(environment[first] ?? 0);
    const apart = step === undefined ? 1 : Number(environment[step] ?? 1);
    const shard = { index: (Number(at) - from) / apart + 1, of: Number(of) };
    const by = `${index} and ${count}`;
    if (!isShard(shard)) {
      throw new UsageError(`${by}, which are ${at} and ${of}, make no shard: say --shard i/n`);
    }
    return { shard, by };
  }
  return undefined;
}

/** @throws {UsageError} when the shards of such a campaign could not be put together again. */
export function checkShard(
  { shard, by }: ShardSource,
  campaign: { readonly seed?: string; readonly seeds?: string; readonly strategy: Strategy },
): void {
  if (shard.of === 1) return;
  const { seed, seeds, strategy } = campaign;
  const what = `shard ${shard.index}/${shard.of} (by ${by})`;
  if (seed === undefined && seeds === undefined) {
    throw new UsageError(`${what} needs --seed or --seeds: all shards must have the same ones`);
  }
  if (!strategy.begin) return;
  throw new UsageError(`${what} goes without --strategy ${strategy.name}, which learns from the runs before`);
}

/** Variables of those who start many of the same: which one this is, and how many there are. */
const ARRAYS: readonly {
  readonly index: string;
  readonly count: string;
  /** The least index, where it is not 0. */
  readonly first?: string;
  /** How far indexes are apart, where it is not 1. */
  readonly step?: string;
}[] = [
  { index: 'JOB_COMPLETION_INDEX', count: 'SKEIN_SHARDS' },
  {
    index: 'SLURM_ARRAY_TASK_ID',
    count: 'SLURM_ARRAY_TASK_COUNT',
    first: 'SLURM_ARRAY_TASK_MIN',
    step: 'SLURM_ARRAY_TASK_STEP',
  },
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', count: 'AWS_BATCH_JOB_ARRAY_SIZE' },
];

function parseShard(where: string, text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const shard = { index: Number(match?.[1]), of: Number(match?.[2]) };
  if (isShard(shard)) return shard;
  throw new UsageError(`${where} takes a shard like 1/4, from 1/4 to 4/4, not "${text}"`);
}

function isShard({ index, of }: Shard): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(of) && index >= 1 && index <= of;
}
