import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BEHAVIOURS } from '../../sim/behaviour/index.ts';
import { client } from '../../src/client/index.ts';
import { systemClock, systemRandom } from '../../src/ports/system/index.ts';
import { connect, type Connection } from '../../src/rpc/index.ts';
import { freshDatabase } from '../support/databases.ts';
import { type Process, startServer, startWorker } from '../support/deployment.ts';
import { natsMissing, startNatsServer } from '../support/nats-server.ts';

/** Undoes what a deployment began. */
type Undo = (() => Promise<unknown>)[];
type Server = Process & { readonly url: string };

type Deployment = {
  readonly title: string;
  /** Why it cannot be had here, and what to install. */
  readonly missing?: string | undefined;
  /** Starts its servers, and says how to undo it. */
  readonly start: (undo: Undo) => Promise<readonly Server[]>;
};

const postgresMissing = inject('postgresUrl') === null ? 'install the postgresql package' : undefined;

const DEPLOYMENTS: readonly Deployment[] = [
  {
    title: 'two servers on PostgreSQL, with NATS',
    missing: postgresMissing ?? natsMissing,
    async start(undo) {
      const { url, drop } = await freshDatabase();
      undo.push(drop);
      const nats = await startNatsServer();
      undo.push(() => nats.stop());
      const flags = ['--database-url', url, '--nats', nats.url];
      return await Promise.all([startServer(...flags), startServer(...flags)]);
    },
  },
  {
    title: 'one server on PGlite, in a folder',
    start: async () => [
      await startServer('--data', join(mkdtempSync(join(inject('runFolder'), 'data-')), 'db')),
    ],
  },
];

describe.each(DEPLOYMENTS)('over gRPC, with two workers: $title', ({ missing, start }) => {
  if (missing !== undefined) return it.skip(`every behaviour is shown: ${missing}`);
  const undo: Undo = [];
  const connections: Connection[] = [];

  beforeAll(async () => {
    const servers = await start(undo);
    for (const server of servers) {
      undo.push(async () => expect(await server.stop(), server.log()).toBe(0));
      connections.push(connect({ baseUrl: server.url }));
    }
    undo.push(async () => connections.forEach((connection) => connection.close()));
    const [first, second = first] = servers.map(({ url }) => url);
    if (first === undefined || second === undefined) throw new Error('there is no server');
    const workers = await Promise.all([
      startWorker(first, 'test/e2e/fixture/first-worker.ts'),
      startWorker(second, 'test/e2e/fixture/second-worker.ts'),
    ]);
    undo.push(() =>
      Promise.all(workers.map(async (worker) => expect(await worker.stop(), worker.log()).toBe(0))),
    );
  });

  afterAll(async () => {
    for (const step of undo.toReversed()) await step();
  });

  it.concurrent.each(BEHAVIOURS.map((behaviour, index) => ({ ...behaviour, index })))(
    '$name',
    async ({ run, index }) => {
      const operations = connections[index % connections.length];
      if (!operations) throw new Error('there is no connection');
      const clock = systemClock;
      const caller = client({ operations, clock, random: systemRandom, waitMs: 10_000 });
      await run({ client: caller, operations, clock, id: randomUUID() });
    },
    30_000,
  );
});
