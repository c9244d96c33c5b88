import pg from 'pg';
import type { Alarm, Clock } from '../clock.ts';
import type { Notifier } from '../notifier.ts';
import type { Random } from '../random.ts';
import { Outbox, readMessage } from './outbox.ts';
import { Subscriptions } from './subscriptions.ts';

export type PostgresNotifierOptions = {
  readonly connectionString: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of lost connections; they are made again. */
  readonly onError?: (error: unknown) => void;
};

/** All of a database's notifications of this engine; PostgreSQL keeps databases apart. */
const CHANNEL = 'skein';
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
/** A server that takes longer is taken for one that has gone. */
const PATIENCE_MS = 10_000;

/**
 * Tells other processes by LISTEN and NOTIFY, on a connection of its own that is made again whenever it breaks. Nothing is
 * notified in the transactions that do the work: a transaction that notifies commits under a lock on the whole database,
 * and so all of them would commit one after the other. Those in this process are told directly.
 */
export function postgresNotifier(options: PostgresNotifierOptions): Notifier {
  const { connectionString, clock, random, onError = () => undefined } = options;
  const subscriptions = new Subscriptions();
  const origin = random.uuid();
  let connected: pg.Client | undefined;
  let pausing: Alarm | undefined;
  let lose = (): void => undefined;
  const state = { isClosed: false };

  const outbox = new Outbox(origin, clock, async (message) => {
    const client = connected;
    if (!client) return; // lost: those who listen are told once they can hear again
    try {
      await client.query('select pg_notify($1, $2)', [CHANNEL, message]);
    } catch (error) {
      onError(error);
      lose();
    }
  });

  /** Connects and listens until the connection is lost. @returns whether there was one. */
  async function listen(): Promise<boolean> {
    const client = new pg.Client({
      connectionString,
      application_name: 'skein notifier',
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
      client.on('end', () => resolve());
      client.on('error', (error) => {
        if (!state.isClosed) onError(error);
        resolve();
      });
    });
    client.on('notification', ({ payload = '' }) => {
      const message = readMessage(payload);
      if (message && message.origin !== origin) subscriptions.tell(message.topics);
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (state.isClosed) return true;
      connected = client;
      subscriptions.tellAll();
      await lost;
      return true;
    } catch (error) {
      if (!state.isClosed) onError(error);
      return false;
    } finally {
      connected = undefined;
      void client.end().catch(() => undefined); // one that has gone may never say goodbye
    }
  }

  async function stayConnected(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!state.isClosed) {
      pause = (await listen()) ? FIRST_PAUSE_MS : Math.min(pause * 2, LAST_PAUSE_MS);
      if (state.isClosed) return;
      pausing = clock.alarm(pause);
      await pausing.rung;
    }
  }

  const staying = stayConnected();
  return {
    publish(topics) {
      if (state.isClosed) return;
      subscriptions.tell(topics);
      outbox.add(topics);
    },
    subscribe: (topics, listener) => subscriptions.add(topics, listener),
    async close() {
      state.isClosed = true;
      lose();
      pausing?.ring();
      await staying;
    },
  };
}
