import { setTimeout as sleep } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { CONCURRENCY, double, type Peer, untilNoneIsLeft } from './peer.ts';

const QUEUE = 'double';
/** Its own loop pauses for half a second at least when a fetch found nothing, so this one is written by hand. */
const POLL_MS = 10;

export const pgBoss: Peer = {
  name: 'pg-boss',
  async prepare(url) {
    const boss = await opened(url);
    await boss.createQueue(QUEUE);
    await boss.stop({ graceful: false });
  },
  async work(url) {
    const boss = await opened(url);
    const state = { isStopped: false };
    const loop = async (): Promise<void> => {
      while (!state.isStopped) {
        const jobs = await boss.fetch<{ number: number }>(QUEUE, { batchSize: CONCURRENCY });
        if (jobs.length === 0) await sleep(POLL_MS);
        const handled = jobs.map(async ({ id, data }) => {
          await boss.complete(QUEUE, id, { doubled: await double(data.number) });
        });
        await Promise.all(handled);
      }
    };
    const ended = loop();
    return async () => {
      state.isStopped = true;
      await ended;
      await boss.stop({ graceful: false });
    };
  },
  async drive(url) {
    const boss = await opened(url);
    return {
      async bare(tasks) {
        await Promise.all(Array.from({ length: tasks }, (_, number) => boss.send(QUEUE, { number })));
        await untilNoneIsLeft(
          url,
          `select count(*) as left from pgboss.job where name = '${QUEUE}' and state <> 'completed'`,
        );
      },
      close: () => boss.stop({ graceful: false }),
    };
  },
};

async function opened(url: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, max: 10, supervise: false, schedule: false });
  boss.on('error', (error) => process.stderr.write(`${String(error)}\n`));
  return await boss.start();
}
