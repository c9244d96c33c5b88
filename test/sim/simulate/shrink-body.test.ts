import { describe, expect, it } from 'vitest';
import { failureText } from '../../../reports/index.ts';
import { type ActorBody, simulate } from '../../../sim/simulate/index.ts';
import { bootedTarget, failureOf } from '../../support/own-code.ts';

const target = bootedTarget('create table counter (id int primary key, value int not null)');

/** Four actors add one each, and read what they add to first; two more do nothing of interest. */
const count: ActorBody<void> = async ({ pool, actors }) => {
  await pool.query('insert into counter values (1, 0)');
  const add = async (): Promise<void> => {
    const { rows } = await pool.query('select value from counter where id = 1');
    await pool.query('update counter set value = $1 where id = 1', [rows[0].value + 1]);
  };
  const look = async (): Promise<void> => {
    for (let times = 0; times < 4; times += 1) await pool.query('select 1');
  };
  await actors({ ann: add, bob: add, cyd: add, dan: add, eve: look, fay: look });
  const { rows } = await pool.query('select value from counter where id = 1');
  if (rows[0].value !== 4) throw new Error(`the counter is ${rows[0].value}, and must be 4`);
};

describe('a failed run of own code', () => {
  it('is made simpler: a single preemption loses an update, and its token replays just that', async () => {
    const failure = failureOf(await simulate({ target: target(), seed: 'mine' }, count));
    expect(failure.cut).toMatchObject({ to: { preemptions: 1, faults: 0 }, deviations: [expect.anything()] });
    expect(failure.cut?.from.preemptions).toBeGreaterThan(1);
    expect(String(failure.error)).toMatch(/^Error: the counter is [123], and must be 4$/);
    const again = await simulate({ target: target(), replay: failure.token }, count);
    expect(again.replayed).toEqual({ isSame: true });
    expect(failureOf(again).run.preemptions).toBe(1);
  });

  it('says what was cut, and which step comes before which', async () => {
    const result = await simulate({ target: target(), seed: 'mine' }, count);
    const text = failureText(result, failureOf(result));
    expect(text).toMatch(
      / {2}cut {3}from \d+ steps, \d+ preemptions, 0 faults to \d+ steps, 1 preemption, 0 faults/,
    );
    expect(text).toMatch(/ {2}order \w+: .+ before \w+: .+/);
  });

  it('is left as it was found if it may take no runs', async () => {
    const { cut, run } = failureOf(await simulate({ target: target(), seed: 'mine', shrinkRuns: 0 }, count));
    expect(cut).toBeUndefined();
    expect(run.preemptions).toBeGreaterThan(1);
  });

  it('has no fault that it does not take', async () => {
    const options = { target: target(), faults: ['read-error', 'lost-connection'], runs: 400 } as const;
    const { cut, run } = failureOf(
      await simulate(options, async ({ pool, actor }) => {
        await actor('reader', async () => {
          for (let times = 0; times < 6; times += 1) await pool.query('select 1').catch(() => undefined);
          await pool.query('table counter');
        });
      }),
    );
    expect([...run.faults.values()]).toEqual([1]);
    expect(run.scope).toMatchObject({ names: [expect.anything()], most: 1 });
    expect(cut?.to.faults ?? 1).toBe(1);
  });

  it('fails with the same error: another one is no simpler failure', async () => {
    const inTurns: ActorBody<void> = async ({ pool, actors }) => {
      const seen: string[] = [];
      const say = (name: string) => async (): Promise<void> => {
        await pool.query('select 1');
        seen.push(name);
      };
      await actors({ ann: say('ann'), bob: say('bob'), cyd: say('cyd') });
      if (seen.join(' ') === 'cyd bob ann') throw new Error('backwards');
      if (seen[0] !== 'ann') throw new Error('ann is late'); // which takes less
    };
    const options = { target: target(), bail: 20 };
    const found = await simulate({ ...options, shrinkRuns: 0 }, inTurns);
    const shrunk = await simulate(options, inTurns);
    const errors = found.failures.map(({ error }) => String(error));
    expect(new Set(errors).size).toBe(2);
    expect(shrunk.failures.map(({ error }) => String(error))).toEqual(errors);
  });
});
