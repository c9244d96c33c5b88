import { describe, expect, it } from 'vitest';
import {
  ForeignRecordingError,
  type Recording,
  record,
  replay,
  run,
  type RunResult,
} from '../../../sim/campaign/index.ts';
import { ReplayDivergedError } from '../../../sim/strategy/index.ts';
import { random, runPlan, sequenceFromRow, sharedTarget } from '../../support/campaigns.ts';

const target = sharedTarget();

const recorded = async (): Promise<{ readonly result: RunResult; readonly recording: Recording }> => {
  const plan = runPlan({ defect: sequenceFromRow, seed: 'replayed' });
  const result = await run(target, plan, (root) => random.chooser(root.stream('schedule')));
  return { result, recording: record(target, result) };
};

describe('record', () => {
  it('describes a run by what it takes to do it again', async () => {
    const { result, recording } = await recorded();
    expect(recording).toEqual({
      build: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown,
      target: 'pglite',
      scenario: 'fan-out',
      tasks: 3,
      workers: 2,
      servers: 2,
      seed: 'replayed',
      defect: 'sequence-from-row',
      hash: result.hash,
      choices: result.choices,
    });
  });
});

describe('replay', () => {
  it('does the same again, step by step, other runs between or not', async () => {
    const { result, recording } = await recorded();
    await run(target, runPlan({ seed: 'another' }), (root) => random.chooser(root.stream('schedule')));
    const again = await replay(target, recording);
    expect(again.trace.steps).toEqual(result.trace.steps);
    expect(again.hash).toBe(result.hash);
    expect(again.choices).toEqual(result.choices);
    expect(again.violations).toEqual(result.violations);
    expect(again.preemptions).toBe(result.preemptions);
    expect(again.elapsedMs).toBe(result.elapsedMs);
  });

  it('does not depend on the order in which a recording names its facts', async () => {
    const { result, recording } = await recorded();
    const reordered = Object.fromEntries(Object.entries(recording).toReversed()) as Recording;
    expect((await replay(target, reordered)).hash).toBe(result.hash);
  });

  it('is another run with another seed, though the choices are the same', async () => {
    const { recording } = await recorded();
    const other = await replay(target, { ...recording, seed: 'other' }).then(
      ({ hash }) => hash,
      (error: unknown) => error,
    );
    expect(other).not.toBe(recording.hash);
  });

  it('says at which step there is no choice left', async () => {
    const { recording } = await recorded();
    const error = await failureOf({ ...recording, choices: recording.choices.slice(0, 5) });
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(error).toMatchObject({
      step: expect.any(Number) as unknown,
      message: expect.stringMatching(/at step \d+: the recording has no choice left/) as unknown,
    });
  });

  it('says at which step a choice names something that is not there', async () => {
    const { recording } = await recorded();
    const error = await failureOf({ ...recording, choices: [99, ...recording.choices.slice(1)] });
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(String(error)).toMatch(/it took option 100, and there are \d+ now/);
  });

  it.each([
    ['scenario', { scenario: 'chess' }, 'this build has no scenario chess'],
    ['defect', { defect: 'rung-nine' }, 'this build has no defect rung-nine'],
    [
      'body',
      { scenario: 'simulate: mine' },
      'the token is of "mine": run its file with SKEIN_REPLAY=<token>',
    ],
  ])('refuses a recording of a %s that this build does not have', async (_, changes, reason) => {
    const { recording } = await recorded();
    const error = await failureOf({ ...recording, ...changes });
    expect(error).toBeInstanceOf(ForeignRecordingError);
    expect(String(error)).toContain(reason);
  });
});

async function failureOf(recording: Recording): Promise<unknown> {
  try {
    await replay(target, recording);
    return undefined;
  } catch (error) {
    return error;
  }
}
