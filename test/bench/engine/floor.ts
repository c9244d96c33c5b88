import pg from 'pg';
import { createEngine } from '../../../src/engine/index.ts';
import { DEFAULT_RETRY } from '../../../src/events/index.ts';
import { pgPool, systemRandom } from '../../../src/ports/system/index.ts';
import { migrate } from '../../../src/store/index.ts';

const asker = { worker: 'floor', queues: ['default'], kinds: ['w'], leaseMs: 30_000 };

/** The same operations in one row on one connection: nobody polls in vain, is told of anything or waits for anybody. */
export async function* floor(url: string, tasks: number, rounds: number): AsyncGenerator<string> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const sql = pgPool(pool);
  await migrate(sql);
  const engine = createEngine({ sql, random: systemRandom });

  async function activation(sequence: number, ...[submission]: [object]): Promise<void> {
    const { activation } = await engine.pollWorkflow(asker);
    if (!activation) throw new Error('there is no workflow to go on with');
    const { workflowId, token } = activation;
    const { events } = await engine.getEvents({ workflowId, after: sequence });
    const lastSeenSequence = events.at(-1)?.sequence ?? 0;
    await engine.submitCommands({
      workflowId,
      token,
      lastSeenSequence,
      commands: [],
      outcome: { type: 'SUSPENDED' },
      ...submission,
    });
  }

  async function workflow(id: string): Promise<void> {
    await engine.startWorkflow({ id, kind: 'w', queue: 'default' });
    const commands = Array.from({ length: tasks }, (_, index) => ({
      type: 'SCHEDULE_TASK' as const,
      taskId: `${id}/task/${index + 1}`,
      kind: 'w',
      input: index,
      queue: 'default',
      retry: DEFAULT_RETRY,
    }));
    await activation(0, { commands });
    for (let index = 0; index < tasks; index += 1) {
      const { task } = await engine.pollTask(asker);
      if (!task) throw new Error('there is no task');
      await engine.completeTask({
        taskId: task.id,
        attempt: task.attempt,
        token: task.token,
        output: index * 2,
      });
    }
    await activation(1, { outcome: { type: 'COMPLETED', output: tasks } });
  }

  await workflow('warm');
  const begun = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) await workflow(`floor ${round}`);
  const elapsed = Number(process.hrtime.bigint() - begun) / 1_000_000;
  await pool.end();
  const rate = Math.round((rounds * tasks * 1_000) / elapsed);
  yield `the same SQL   ${rate} tasks/s, ${(elapsed / rounds).toFixed(0)} ms`;
}
