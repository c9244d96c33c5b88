import { describe, expect, it } from 'vitest';
import { ForeignRecordingError, InvalidTokenError, UndecidedRunError } from '../../../sim/campaign/index.ts';
import { EXIT, exitCodeFor, exitCodeOf } from '../../../sim/cli/exit-code.ts';
import { UsageError } from '../../../src/cli/index.ts';
import { EscapedSimulationError } from '../../../sim/kernel/index.ts';
import { SearchDivergedError } from '../../../sim/explore/index.ts';
import type { LostRun } from '../../../sim/record/index.ts';
import { ReplayDivergedError } from '../../../sim/strategy/index.ts';

describe('exitCodeFor', () => {
  const held = { interrupted: false, failedRuns: 0, claims: [], corpus: [], lost: [], missingShards: [] };
  const claim = { scenario: 'farm', what: 'pigs flew', runs: 200, reached: false, missed: false };
  const kept = { file: 'a.json', label: 'a', outcome: 'meaningless', why: null };
  const lost: LostRun = {
    at: 3,
    seed: '3',
    scenario: 'farm',
    target: 'pglite',
    why: 'hung',
    message: 'no sign of life',
  };

  it.each([
    ['held', held, 0],
    ['broke a law', { ...held, failedRuns: 1 }, 1],
    ['never reached what its scenario is about', { ...held, claims: [{ ...claim, missed: true }] }, 1],
    ['lost a worker', { ...held, lost: [lost] }, 3],
    ['is without a shard', { ...held, missingShards: [3] }, 3],
    ['lost a worker, and broke a law', { ...held, lost: [lost], failedRuns: 1 }, 1],
    ['broke a kept finding', { ...held, corpus: [{ ...kept, outcome: 'broken' }] }, 1],
    ['could not run a kept finding any more', { ...held, corpus: [kept] }, 0],
    ['has not reached it yet', { ...held, claims: [claim] }, 0],
    ['was interrupted', { ...held, interrupted: true, failedRuns: 1 }, 130],
  ])('of a campaign that %s', (_, result, code) => {
    expect(exitCodeFor(result)).toBe(code);
  });
});

describe('exitCodeOf', () => {
  it.each([
    ['a wrong command line', new UsageError('wrong'), 2],
    ['a damaged token', new InvalidTokenError('damaged'), 2],
    ['a recording of something unknown here', new ForeignRecordingError('unknown'), 2],
    ['a database that fails', new Error('cannot clear the database'), 3],
    ['something thrown that is no error', 'thrown', 3],
    ['a replay that left its recording', new ReplayDivergedError(7, 'no choice left'), 4],
    ['such a run in another thread', new UndecidedRunError('actor worker-1 slept'), 4],
    ['a search that came elsewhere', new SearchDivergedError(7, 'there were other options'), 4],
    ['an actor that went past its ports', new EscapedSimulationError('worker-1', 'slept', undefined), 4],
  ])('gives %s its own code', (_, error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });

  it('never gives an error the code of a run that held or broke a law', () => {
    expect(EXIT).toMatchObject({ held: 0, broken: 1, interrupted: 130 });
    expect([EXIT.usage, EXIT.infrastructure, EXIT.nondeterminism]).toEqual([2, 3, 4]);
  });
});
