import type { Sql, SqlPool } from '../../src/ports/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, sweepsOverlapped } from './seen-in-run.ts';

/** In production it is a week. */
const LIFETIME_MS = 300;

const CLAIM = 'insert into idempotency_key (scope, key, owner) values ($1, $2, $3)';
const SHORT_CLAIM = `insert into idempotency_key (scope, key, owner, expires_at)
  values ($1, $2, $3, now() + interval '${LIFETIME_MS} milliseconds')`;

/** The same database, in which keys expire soon. */
function hastened(pool: SqlPool): SqlPool {
  const short = (sql: Sql): Sql => ({
    query: (text, values) => sql.query(text.replace(CLAIM, SHORT_CLAIM), values),
  });
  return { ...short(pool), transaction: (body) => pool.transaction((session) => body(short(session))) };
}

const mailbox = workflow({
  name: 'mailbox',
  run: async (context) => {
    await context.waitForSignal('close');
  },
});

/** One key is used again and again: as long as it lasts for the same signal, and then for another one. */
export const expiringKeys: Scenario = {
  name: 'expiring-keys',
  summary: 'n signals under one key, which expires between them, while servers forget keys that have expired',
  size: { tasks: 4, workers: 1, servers: 2 },
  needsCalm: 'what it says under a key must be the first word under it',
  claims: [
    { what: 'two servers forgot keys at the same time', isReachedBy: sweepsOverlapped },
    {
      what: 'a signal came while its workflow was running',
      isReachedBy: cameWhileRunning('SIGNAL_RECEIVED'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [mailbox],
    tasks: [],
    needsSweeps: true,
    hastened,
    clients: [
      async (client, clock) => {
        const handle = await client.start(mailbox, undefined, { id: 'mailbox' });
        const send = async (): Promise<readonly [answer: string, from: number, to: number]> => {
          const from = clock.now();
          const answer = await handle.signal('letter', 'a letter', 'key');
          return [answer, from, clock.now()];
        };
        for (let round = 0; round < tasks; round += 1) {
          const [first, claimedAt] = await send();
          expectSame('a letter under a key that is free', first, 'RECORDED');
          const [again, , askedAt] = await send();
          if (askedAt - claimedAt < LIFETIME_MS) expectSame('the same letter again', again, 'REPEATED');
          await clock.sleep(LIFETIME_MS + (round === 0 ? 1 : 1_000 - LIFETIME_MS)); // servers look every second
        }
        const [last, claimedAt] = await send();
        expectSame('the last letter', last, 'RECORDED');
        await handle.signal('close');
        await handle.result();
        const [late, , askedAt] = await send();
        if (askedAt - claimedAt < LIFETIME_MS) expectSame('it comes after the end', late, 'REPEATED');
        await clock.sleep(LIFETIME_MS);
        expectSame('a letter that comes much later', (await send())[0], 'IGNORED');
      },
    ],
  }),
};
