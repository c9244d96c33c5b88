import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { task, TaskFailedError, workflow } from '../../../src/sdk/index.ts';
import { type TestEngine, testEngine, UnansweredError } from '../../../sim/testing/index.ts';

const DAY_MS = 86_400_000;

const charge = task<number, string>({ name: 'charge', run: (_, cents) => Promise.resolve(`paid ${cents}`) });
let attempts = 0;
const flaky = task<void, number>({
  name: 'flaky',
  run: () => {
    attempts += 1;
    return attempts % 3 === 0 ? Promise.resolve(attempts) : Promise.reject(new Error('not yet'));
  },
});
const slow = task({
  name: 'slow',
  timeout: 5_000,
  run: ({ signal }) => sleep(DAY_MS, undefined, { signal }),
});

const remind = workflow<void, number>({
  name: 'remind',
  run: async (context) => {
    await context.sleep(30 * DAY_MS);
    return context.now();
  },
});
const order = workflow<number, string>({
  name: 'order',
  run: async (context, cents) => {
    const go = await context.waitForSignal<string>('go');
    return `${go}: ${await context.schedule(charge, cents)}`;
  },
});
const patient = workflow<void, number>({
  name: 'patient',
  run: (context) => context.schedule(flaky, undefined),
});
const hasty = workflow<void, string>({
  name: 'hasty',
  run: async (context) => {
    try {
      await context.schedule(slow, undefined);
      return 'done';
    } catch (error) {
      return error instanceof TaskFailedError ? error.errorName : String(error);
    }
  },
});
const parent = workflow<void, string>({
  name: 'parent',
  run: async (context) => await context.startChild(order, 7, { id: 'child' }),
});

describe('testEngine', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await testEngine({
      workflows: [remind, order, patient, hasty, parent],
      tasks: [charge, flaky, slow],
    });
  });
  afterAll(() => engine.close());

  it('lets a month pass at once', async () => {
    const { result, elapsedMs, histories } = await engine.run(async (client, clock) => {
      const begun = clock.now();
      const woke = await client.execute(remind, undefined, { id: 'r' });
      return woke - begun;
    });
    expect(result).toBeGreaterThanOrEqual(30 * DAY_MS);
    expect(result).toBeLessThan(30 * DAY_MS + 1_000);
    expect(elapsedMs).toBeLessThan(30 * DAY_MS + 1_000);
    expect(histories.get('r')?.map(({ type }) => type)).toEqual([
      'WORKFLOW_STARTED',
      'TIMER_STARTED',
      'WORKFLOW_SUSPENDED',
      'TIMER_FIRED',
      'WORKFLOW_COMPLETED',
    ]);
  });

  it('runs what a test does meanwhile, in virtual time', async () => {
    const { result } = await engine.run(async (client, clock) => {
      const handle = await client.start(order, 5, { id: 'o' });
      await clock.sleep(DAY_MS);
      await handle.signal('go', 'now');
      return await handle.result();
    });
    expect(result).toBe('now: paid 5');
  });

  it('retries tasks after their delays', async () => {
    attempts = 0;
    const { result, elapsedMs } = await engine.run((client) => client.execute(patient, undefined));
    expect(result).toBe(3);
    expect(elapsedMs).toBeGreaterThan(1_000);
    expect(elapsedMs).toBeLessThan(10_000);
  });

  it('ends tasks at their deadlines', async () => {
    const { result, elapsedMs } = await engine.run((client) => client.execute(hasty, undefined));
    expect(result).toBe('TaskTimedOut');
    expect(elapsedMs).toBeLessThan(6_000);
  });

  it('hands over what children come to', async () => {
    const { result } = await engine.run(async (client, clock) => {
      const handle = await client.start(parent, undefined);
      await clock.sleep(1_000);
      await client.handle('child').signal('go', 'child');
      return await handle.result();
    });
    expect(result).toBe('child: paid 7');
  });

  it('begins every test on an empty database', async () => {
    const { result } = await engine.run((client) => client.list());
    expect(result).toEqual([]);
  });

  it('does the same for the same seed', async () => {
    const both = async (seed: string): Promise<unknown> =>
      (await engine.run((client) => client.execute(remind, undefined), seed)).histories;
    expect(await both('a')).toEqual(await both('a'));
    expect(await both('b')).not.toEqual(await both('a')); // ids are drawn
  });

  it('throws what the test throws', async () => {
    const wrong = new RangeError('wrong');
    await expect(engine.run(() => Promise.reject(wrong))).rejects.toBe(wrong);
  });

  it('says which workflows are open when the test waits for ever', async () => {
    const waiting = engine.run((client) => client.execute(order, 1, { id: 'o' }));
    await expect(waiting).rejects.toThrow(UnansweredError);
    await expect(waiting).rejects.toThrow('workflow o is WAITING');
  });
});
