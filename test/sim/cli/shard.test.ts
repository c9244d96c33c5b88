import { describe, expect, it } from 'vitest';
import { checkShard, shardOf } from '../../../sim/cli/shard.ts';
import { strategyNamed } from '../../../sim/strategy/index.ts';
import { portfolio } from '../../support/campaigns.ts';

const KUBERNETES = { JOB_COMPLETION_INDEX: '0', SKEIN_SHARDS: '16' };
const SLURM = { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '5', SLURM_ARRAY_TASK_COUNT: '4' };
const AWS = { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '3' };

describe('a shard', () => {
  it.each([
    ['the flag', '2/4', {}, [2, 4], '--shard'],
    ['SKEIN_SHARD, as a matrix of jobs sets it', undefined, { SKEIN_SHARD: '3/8' }, [3, 8], 'SKEIN_SHARD'],
    ['an indexed job on Kubernetes', undefined, KUBERNETES, [1, 16], 'JOB_COMPLETION_INDEX and SKEIN_SHARDS'],
    ['a Slurm array', undefined, SLURM, [3, 4], 'SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT'],
    [
      'a Slurm array in steps',
      undefined,
      { ...SLURM, SLURM_ARRAY_TASK_ID: '11', SLURM_ARRAY_TASK_STEP: '2' },
      [4, 4],
      'SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT',
    ],
    [
      'an array on AWS Batch',
      undefined,
      AWS,
      [3, 3],
      'AWS_BATCH_JOB_ARRAY_INDEX and AWS_BATCH_JOB_ARRAY_SIZE',
    ],
    ['the flag before everything else', '1/2', { SKEIN_SHARD: '2/2', ...KUBERNETES }, [1, 2], '--shard'],
    ['SKEIN_SHARD before an array', undefined, { SKEIN_SHARD: '2/2', ...AWS }, [2, 2], 'SKEIN_SHARD'],
    ['an array, where SKEIN_SHARD is empty', undefined, { SKEIN_SHARD: '', ...AWS }, [3, 3], /^AWS/],
  ] as const)('is what %s says', (_, flag, environment, [index, of], by) => {
    const source = shardOf(flag, environment);
    expect(source?.shard).toEqual({ index, of });
    expect(source?.by).toMatch(by);
  });

  it('is none where nobody says so', () => {
    expect(shardOf(undefined, { PATH: '/bin' })).toBeUndefined();
  });

  it.each([
    ['0/4', {}, '--shard takes a shard like 1/4, from 1/4 to 4/4, not "0/4"'],
    ['5/4', {}, '--shard takes a shard like 1/4, from 1/4 to 4/4, not "5/4"'],
    ['1-4', {}, '--shard takes a shard like 1/4, from 1/4 to 4/4, not "1-4"'],
    [undefined, { SKEIN_SHARD: 'x' }, 'SKEIN_SHARD takes a shard like 1/4, from 1/4 to 4/4, not "x"'],
    [
      undefined,
      { JOB_COMPLETION_INDEX: '3' },
      'JOB_COMPLETION_INDEX is set, and SKEIN_SHARDS is not: say how many there are, or --shard 1/1 for all',
    ],
    [
      undefined,
      { ...SLURM, SLURM_ARRAY_TASK_ID: '20' },
      'SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, which are 20 and 4, make no shard: say --shard i/n',
    ],
  ])('is refused in one line when it is none: %s %j', (flag, environment, message) => {
    expect(() => shardOf(flag, environment)).toThrow(message);
  });

  it('needs seeds that all shards have in common, and a strategy that does not learn', () => {
    const source = { shard: { index: 2, of: 4 }, by: 'SKEIN_SHARD' };
    const guided = strategyNamed('guided') ?? portfolio;
    expect(() => checkShard(source, { strategy: portfolio })).toThrow(
      'shard 2/4 (by SKEIN_SHARD) needs --seed or --seeds: all shards must have the same ones',
    );
    expect(() => checkShard(source, { seed: 'a', strategy: guided })).toThrow(
      'shard 2/4 (by SKEIN_SHARD) goes without --strategy guided, which learns from the runs before',
    );
    expect(() => checkShard(source, { seeds: '0..9', strategy: portfolio })).not.toThrow();
    expect(() => checkShard({ ...source, shard: { index: 1, of: 1 } }, { strategy: guided })).not.toThrow();
  });
});
