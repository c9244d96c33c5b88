import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { jsonCodec, task } from '../../src/sdk/index.ts';
import { Attempt } from '../../src/worker/attempt.ts';
import { type AnyTask, runTask } from '../../src/worker/run-task.ts';
import { onEachDatabase } from '../support/databases.ts';
import { claimTask, insertStandaloneTask, taskRow } from '../support/engine.ts';
import { recordingClock } from '../support/workers.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });

  /** Runs the one task there is, until the clock has had enough of calls that fail. */
  async function run(
    definition?: AnyTask,
    operations = engine,
    clock = recordingClock(9),
  ): Promise<unknown[]> {
    const errors: unknown[] = [];
    const tasks = new Map(definition ? [[definition.name, definition]] : []);
    const claimed = await claimTask(engine);
    const attempt = new Attempt({ ...claimed, taskId: claimed.id }, operations, 30_000);
    const onError = (error: unknown): void => void errors.push(error);
    await runTask({ operations, clock, tasks, codec: jsonCodec, onError }, claimed, attempt);
    return errors;
  }

  it('tells the task its id, its attempt and its input, and reports its output', async () => {
    await insertStandaloneTask(sql, 't1');
    const echo = task<{ amount: number }, (string | number)[]>({
      name: 'charge',
      run: ({ taskId, attempt }, { amount }) => Promise.resolve([taskId, attempt, amount]),
    });

    expect(await run(echo)).toEqual([]);

    expect(await taskRow(sql, 't1')).toMatchObject({ status: 'COMPLETED', output: ['t1', 1, 5] });
  });

  it('reports no output where the task returns none', async () => {
    await insertStandaloneTask(sql, 't1');

    await run(task({ name: 'charge', run: () => Promise.resolve() }));

    expect(await taskRow(sql, 't1')).toMatchObject({ status: 'COMPLETED', hasOutput: false });
  });

  it('reports an error that is thrown before there is a promise', async () => {
    await insertStandaloneTask(sql, 't1', 1);
    const hasty = task({
      name: 'charge',
      run: () => {
        throw new RangeError('at once');
      },
    });

    await run(hasty);

    expect(await taskRow(sql, 't1')).toMatchObject({
      status: 'PENDING',
      error: { name: 'RangeError', message: 'at once' },
    });
  });

  it('fails a task that it has no definition for, for good', async () => {
    await insertStandaloneTask(sql, 't1', 3);

    await run();

    expect(await taskRow(sql, 't1')).toMatchObject({
      status: 'FAILED',
      error: { name: 'NonRetryableError', message: 'this worker has no task named charge' },
    });
  });

  const fine = task<void, string>({ name: 'charge', run: () => Promise.resolve('fine') });

  it('reports again and again until the engine has answered', async () => {
    await insertStandaloneTask(sql, 't1');
    let calls = 0;
    const lost = new Error('connection lost');
    const errors = await run(fine, {
      ...engine,
      completeTask: (request) => {
        calls += 1;
        return calls <= 3 ? Promise.reject(lost) : engine.completeTask(request);
      },
    });

    expect(errors).toEqual([lost, lost, lost]);
    expect((await taskRow(sql, 't1')).status).toBe('COMPLETED');
  });

  describe('does not report forever', () => {
    const limit = 5;

    async function callsThatFailed(definition: AnyTask): Promise<number> {
      const clock = recordingClock(limit);
      await run(definition, engine, clock).catch(() => undefined);
      return clock.sleeps.length;
    }

    it('to an engine that no longer knows the task', async () => {
      await insertStandaloneTask(sql, 't1');
      const forgotten = task({
        name: 'charge',
        run: async () => {
          await sql.query('delete from task_execution');
        },
      });

      expect(await callsThatFailed(forgotten)).toBeLessThan(limit);
    });

    it('an output that the database cannot hold', async () => {
      await insertStandaloneTask(sql, 't1');
      const unspeakable = task<void, string>({ name: 'charge', run: () => Promise.resolve('a\u0000b') });

      expect(await callsThatFailed(unspeakable)).toBeLessThan(limit);
      expect((await taskRow(sql, 't1')).status).not.toBe('RUNNING');
    });
  });
});
