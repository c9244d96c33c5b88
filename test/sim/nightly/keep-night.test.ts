import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal, keepNight, type NightPlan, NightState, readPlan } from '../../../sim/nightly/index.ts';
import type { CampaignPart } from '../../../sim/record/index.ts';
import { noSignal, sharedTarget } from '../../support/campaigns.ts';
import { nightPlan, nightPorts, TERMS, ToldRuns } from '../../support/night-runs.ts';

describe('a night', () => {
  const target = sharedTarget();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skein-night-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fileNamed = (name: string): string => join(folder, `${name}.jsonl`);

  /** Keeps a night, or goes on with it. */
  async function keep(name: string, runs: ToldRuns, plan: NightPlan, signal = noSignal): Promise<NightState> {
    const journal = new Journal(fileNamed(name), new NightState(plan, TERMS));
    await keepNight(journal, nightPorts(target, runs), { onStage: () => undefined }, signal);
    journal.close();
    return journal.state;
  }

  function entriesOf(name: string): readonly string[] {
    const types = readFileSync(fileNamed(name), 'utf8').matchAll(/^\{"type":"([a-z]+)"/gm);
    return Array.from(types, ([, type = '']) => type);
  }

  it('runs kept findings, then looks for the canary, shares runs out, and makes them', async () => {
    const runs = new ToldRuns();
    const state = await keep('night', runs, nightPlan());
    expect(entriesOf('night')).toEqual([
      'night',
      'corpus',
      'canary',
      'shares',
      'stretch',
      'simplified',
      'simplified',
      'runs',
    ]);
    expect(state.canary).toMatchObject({ defect: 'unlocked-completion', law: 'exactly-once', found: true });
    expect(runs.places).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect(state.part(false)).toMatchObject({ runs: 40, failedRuns: 6 });
    expect(state.part(false).findings.map(({ at, count }) => [at, count])).toEqual([
      [3, 3],
      [10, 3],
    ]);
  });

  it('looks for each bug of the ladder', async () => {
    const state = await keep('night', new ToldRuns(), nightPlan({ climbs: true, runs: 2 }));
    expect(state.rungs.map(({ defect, found }) => [defect, found])).toEqual([
      ['sequence-from-row', true],
      ['five-retries', true],
      ['latest-after-final', true],
      ['expected-final', true],
      ['all-tasks-done', true],
    ]);
  });

  it.each([0, 1, 3, 4, 17, 39])(
    'that was killed when it began run %d comes to the same as one that was not, and does no run that is written down',
    async (moment) => {
      const whole = await keep('whole', new ToldRuns(), nightPlan());
      const killed = new ToldRuns((at) => {
        if (at === moment) copyFileSync(fileNamed('killed'), fileNamed('left')); // as it is on the disk in that moment
      });
      await keep('killed', killed, nightPlan());
      const again = new ToldRuns();
      const state = await keep('left', again, readPlan(fileNamed('left')).plan);
      expect(withoutTimes(state.part(false))).toEqual(withoutTimes(whole.part(false)));
      expect(again.places[0]).toBeLessThanOrEqual(moment);
    },
  );

  it('that was interrupted goes on where it was, run by run', async () => {
    const interruption = new AbortController();
    const first = new ToldRuns((at) => at === 24 && interruption.abort());
    await keep('night', first, nightPlan(), interruption.signal);
    expect(first.places.at(-1)).toBe(24);
    const second = new ToldRuns();
    const state = await keep('night', second, nightPlan());
    expect(second.places[0]).toBe(25);
    expect(state.part(false).runs).toBe(40);
  });

  it('that is over with its runs makes none when it is gone on with', async () => {
    await keep('night', new ToldRuns(), nightPlan());
    const again = new ToldRuns();
    await keep('night', again, nightPlan());
    expect(again.places).toEqual([]);
  });

  it('has the second target begin where the first one ends, in proportion to their parts', async () => {
    const targets: NightPlan['targets'] = [
      { name: 'pglite', part: 4 },
      { name: 'postgres', part: 1 },
    ];
    const runs = new ToldRuns();
    const state = await keep('night', runs, nightPlan({ targets }));
    expect(runs.places).toEqual(Array.from({ length: 40 }, (_, at) => at));
    const { byScenario } = state.part(false);
    const runsOn = (name: string): number =>
      byScenario.filter((each) => each.target === name).reduce((sum, each) => sum + each.runs, 0);
    expect([runsOn('pglite'), runsOn('postgres')]).toEqual([32, 8]);
  });

  it('makes those findings simpler that nobody came to', async () => {
    const journal = new Journal(fileNamed('night'), new NightState(nightPlan(), TERMS));
    const runs = new ToldRuns();
    const simplified: string[] = [];
    const ports = nightPorts(target, runs, {
      play: (play, listener, signal) =>
        runs.play(play, { onRun: (...told) => listener.onRun?.(...told) }, signal),
      simplify: ({ signature }) => {
        simplified.push(signature);
        return Promise.resolve(null);
      },
    });
    await keepNight(journal, ports, { onStage: () => undefined }, noSignal);
    expect(simplified).toEqual(['live: shape 0', 'live: shape 1']);
    expect(journal.state.unsimplified).toEqual([]);
    journal.close();
  });

  it('keeps a journal of bounded size: what runs came to is added up when it is too long', async () => {
    const plain = await keep('plain', new ToldRuns(), nightPlan());
    const state = new NightState(nightPlan(), TERMS);
    const journal = new Journal(fileNamed('short'), state, 1);
    await keepNight(journal, nightPorts(target, new ToldRuns()), { onStage: () => undefined }, noSignal);
    journal.close();
    expect(entriesOf('short').filter((type) => type === 'runs')).toHaveLength(1);
    const read = new Journal(fileNamed('short'), new NightState(nightPlan(), TERMS));
    read.close();
    expect(withoutTimes(read.state.part(false))).toEqual(withoutTimes(plain.part(false)));
    expect([...read.state.stretches.values()].map(({ next }) => next)).toEqual([40]);
  });

  it('cannot be gone on with when it is over, and says so', async () => {
    await keep('night', new ToldRuns(), nightPlan());
    expect(readPlan(fileNamed('night')).isOver).toBe(false);
    const journal = new Journal(fileNamed('night'), new NightState(nightPlan(), TERMS));
    journal.end();
    journal.close();
    expect(readPlan(fileNamed('night'))).toEqual({ plan: nightPlan(), isOver: true });
  });
});

/** What depends on how fast the machine is. */
function withoutTimes({ elapsedMs: _, firstFindingMs, ...part }: CampaignPart): object {
  return { ...part, wasFound: firstFindingMs !== null };
}
