import type { Notifier } from '../notifier.ts';
import { Subscriptions } from './subscriptions.ts';

/** Tells those in this process: all there are where the database is in it, too. */
export function inProcessNotifier(): Notifier {
  const subscriptions = new Subscriptions();
  return {
    publish: (topics) => subscriptions.tell(topics),
    subscribe: (topics, listener) => subscriptions.add(topics, listener),
    close: () => Promise.resolve(),
  };
}

/** Tells nobody: everything is left to polling. */
export const silentNotifier: Notifier = {
  publish: () => undefined,
  subscribe: () => () => undefined,
  close: () => Promise.resolve(),
};
