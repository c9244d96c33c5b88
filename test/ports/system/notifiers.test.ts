import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { Client } from 'pg';
import type { Notifier } from '../../../src/ports/index.ts';
import {
  inProcessNotifier,
  natsNotifier,
  postgresNotifier,
  silentNotifier,
  systemClock,
  systemRandom,
} from '../../../src/ports/system/index.ts';
import { natsMissing, type NatsServer, startNatsServer } from '../../support/nats-server.ts';

const postgresUrl = inject('postgresUrl');

let server: NatsServer | undefined;
const nats = (): NatsServer => {
  if (!server) throw new Error('the NATS server runs only while tests do');
  return server;
};

const between: readonly {
  readonly title: string;
  readonly missing: string | undefined;
  readonly open: () => Promise<Notifier>;
  /** Breaks every connection, and lets them be made again. */
  readonly interrupt: () => Promise<void>;
}[] = [
  {
    title: 'PostgreSQL',
    missing: postgresUrl === null ? 'install the postgresql package' : undefined,
    open: async () =>
      postgresNotifier({
        connectionString: postgresUrl ?? '',
        clock: systemClock,
        random: systemRandom,
      }),
    async interrupt() {
      const client = new Client({ connectionString: postgresUrl ?? '' });
      await client.connect();
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'skein notifier'",
      );
      await client.end();
    },
  },
  {
    title: 'NATS',
    missing: natsMissing,
    open: () => natsNotifier({ url: nats().url, clock: systemClock, random: systemRandom }),
    interrupt: () => nats().restart(),
  },
];

const opened: Notifier[] = [];
const keep = (notifier: Notifier): Notifier => {
  opened.push(notifier);
  return notifier;
};

afterEach(async () => {
  for (const notifier of opened.splice(0)) await notifier.close();
});

describe.each(between)('notifications over $title', ({ title, missing, open, interrupt }) => {
  const test = missing === undefined ? it : it.skip;
  const because = missing === undefined ? '' : ` (skipped: ${missing})`;

  beforeAll(async () => {
    if (title === 'NATS' && missing === undefined) server = await startNatsServer();
  });
  afterAll(async () => {
    if (title === 'NATS') await server?.stop();
  });

  test(`reach those who listen to the topic, in other processes, and no others${because}`, async () => {
    const [here, there] = [keep(await open()), keep(await open())];
    const heard = listenTo(there, 'tasks/a', 'tasks/b');
    const other = listenTo(there, 'tasks/c');
    await until(heard, () => here.publish(['tasks/b']), 'tasks/b');
    heard.length = 0;
    other.length = 0; // everybody is told once when the connection is made
    await until(heard, () => here.publish(['tasks/b', 'tasks/ä "quoted"\n']), 'tasks/b');
    expect(new Set(heard)).toEqual(new Set(['tasks/b']));
    expect(other).toEqual([]);
  });

  test(`reach this process at once${because}`, async () => {
    const notifier = keep(await open());
    const heard = listenTo(notifier, 'tasks/a');
    notifier.publish(['tasks/a']);
    expect(heard).toEqual(['tasks/a']);
  });

  test(`go on after the connection was lost, and everybody is told that something may have been${because}`, async () => {
    const [here, there] = [keep(await open()), keep(await open())];
    const heard = listenTo(there, 'tasks/a');
    const unpublished = listenTo(there, 'tasks/nobody publishes this');
    await until(heard, () => here.publish(['tasks/a']), 'tasks/a');
    unpublished.length = 0;
    await interrupt();
    await until(unpublished, () => undefined, 'tasks/nobody publishes this');
    heard.length = 0;
    await until(heard, () => here.publish(['tasks/a']), 'tasks/a');
  });

  test(`are lost, and no error, after it is closed${because}`, async () => {
    const notifier = await open();
    await notifier.close();
    notifier.publish(['tasks/a']);
  });

  test(`in any number and length do not fail${because}`, async () => {
    const [here, there] = [keep(await open()), keep(await open())];
    const heard = listenTo(there, 'the last one');
    here.publish([
      'x'.repeat(100_000),
      ...Array.from({ length: 500 }, (_, index) => `ended/${index}`.padEnd(300, '.')),
    ]);
    await until(heard, () => here.publish(['the last one']), 'the last one');
  });
});

describe('a PostgreSQL notifier', () => {
  it('whose server cannot be reached tells so, and is closed all the same', async () => {
    const errors: unknown[] = [];
    const notifier = postgresNotifier({
      connectionString: 'postgres://127.0.0.1:1/none',
      clock: systemClock,
      random: systemRandom,
      onError: (error) => errors.push(error),
    });
    notifier.publish(['tasks/a']);
    await until(errors, () => undefined);
    await notifier.close();
  });
});

describe('an in-process notifier', () => {
  it('tells until one stops listening', () => {
    const notifier = inProcessNotifier();
    const heard: string[] = [];
    const stop = notifier.subscribe(['a', 'b'], (topic) => heard.push(topic));
    notifier.publish(['a', 'c', 'b']);
    stop();
    notifier.publish(['a']);
    expect(heard).toEqual(['a', 'b']);
  });
});

describe('the silent notifier', () => {
  it('tells nobody', () => {
    const heard = listenTo(silentNotifier, 'a');
    silentNotifier.publish(['a']);
    expect(heard).toEqual([]);
  });
});

function listenTo(notifier: Notifier, ...topics: readonly string[]): string[] {
  const heard: string[] = [];
  notifier.subscribe(topics, (topic) => heard.push(topic));
  return heard;
}

/** Does something again and again until it is heard: the first messages may come before anybody listens. */
async function until(heard: readonly unknown[], again: () => void, what?: string): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    again();
    await systemClock.sleep(25);
    if (what === undefined ? heard.length > 0 : heard.includes(what)) return;
  }
  throw new Error(`${what} was not heard, but ${JSON.stringify(heard)}`);
}
