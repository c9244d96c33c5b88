import type { NatsConnection } from '@nats-io/transport-node';
import type { Clock } from '../clock.ts';
import type { Notifier } from '../notifier.ts';
import type { Random } from '../random.ts';
import { Outbox, readMessage } from './outbox.ts';
import { Subscriptions } from './subscriptions.ts';

export type NatsNotifierOptions = {
  /** Such as `nats://localhost:4222`, with `user:password@` or `token@` before the host where the server wants that. */
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of messages that could not be sent. */
  readonly onError?: (error: unknown) => void;
};

const SUBJECT = 'skein.notify';
const PATIENCE_MS = 5_000;

/** A package that is installed only by those who need it is not there. */
export class MissingPackageError extends Error {
  override readonly name = 'MissingPackageError';
  readonly package: string;

  constructor(name: string, purpose: string, cause: unknown) {
    super(`${purpose} needs the package ${name}: npm install ${name}`, { cause });
    this.package = name;
  }
}

/**
 * Tells other processes over NATS, on one subject. Those in this process are told directly. A connection that breaks is
 * made again, for as long as it takes.
 *
 * @throws {MissingPackageError} when `@nats-io/transport-node` is not installed
 * @throws when there is no such server
 */
export async function natsNotifier({
  url,
  clock,
  random,
  onError = () => undefined,
}: NatsNotifierOptions): Promise<Notifier> {
  const connection = await connect(url);
  const subscriptions = new Subscriptions();
  const origin = random.uuid();
  const outbox = new Outbox(origin, clock, async (message) => {
    try {
      connection.publish(SUBJECT, message);
      await connection.flush();
    } catch (error) {
      if (!connection.isClosed()) onError(error);
    }
  });
  connection.subscribe(SUBJECT, {
    callback(error, received) {
      if (error) return onError(error);
      const message = readMessage(received.string());
      if (message && message.origin !== origin) subscriptions.tell(message.topics);
    },
  });
  void tellWhenBack(connection, subscriptions);
  return {
    publish(topics) {
      subscriptions.tell(topics);
      outbox.add(topics);
    },
    subscribe: (topics, listener) => subscriptions.add(topics, listener),
    close: () => connection.close(),
  };
}

async function connect(url: string): Promise<NatsConnection> {
  const { hostname, port, protocol, username, password } = new URL(url);
  const secret = decodeURIComponent(password);
  const user = decodeURIComponent(username);
  const client = await import('@nats-io/transport-node').catch((cause: unknown) => {
    throw new MissingPackageError('@nats-io/transport-node', 'NATS', cause);
  });
  return await client.connect({
    name: 'skein',
    servers: `${hostname}:${port || '4222'}`,
    maxReconnectAttempts: -1,
    timeout: PATIENCE_MS,
    ...(protocol === 'tls:' ? { tls: {} } : {}),
    ...(password === '' ? {} : { user, pass: secret }),
    ...(password === '' && user !== '' ? { token: user } : {}),
  });
}

/** What was sent while the connection was broken is lost. */
async function tellWhenBack(connection: NatsConnection, subscriptions: Subscriptions): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') subscriptions.tellAll();
}
