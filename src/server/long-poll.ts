import type { CallContext, Operations, PollRequest } from '../engine/index.ts';
import { isTaskEnded } from '../events/index.ts';
import type { Clock, Notifier } from '../ports/index.ts';
import { TOPICS } from './topics.ts';
import { WaitingLines } from './waiting-lines.ts';

export type LongPollOptions = {
  readonly operations: Operations;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** How long somebody waits before it is asked again although nothing was heard, in milliseconds; 1 s by default. */
  readonly fallbackMs?: number;
  /** The longest that a call is kept waiting, whatever it asks for, in milliseconds; 60 s by default. */
  readonly maxWaitMs?: number;
};

export type LongPoll = {
  readonly operations: Operations;
  /** How many calls wait. */
  readonly waiting: number;
  /** Answers everybody who waits, and from now on at once. */
  close(): void;
};

/**
 * Operations that wait, where a request says so, until there is something to answer: they ask, wait until it is told that
 * something may have happened or for some time, and ask again until the request's `waitMs` are over.
 *
 * Workers that can do the same stand in one line, and only the first in it asks: what comes in is handed to one of them,
 * and a server with a thousand idle workers asks its database as often as one with a single worker.
 */
export function longPoll(options: LongPollOptions): LongPoll {
  const { operations, notifier, clock, fallbackMs = 1_000, maxWaitMs = 60_000 } = options;
  const lines = new WaitingLines({ notifier, clock, fallbackMs });
  const until = (waitMs: number) => clock.now() + Math.min(waitMs, maxWaitMs);

  const poll = <Answer extends object>(
    name: string,
    topicOf: (queue: string) => string,
    ask: (request: PollRequest) => Promise<Answer>,
  ) => {
    return (request: PollRequest, context: CallContext = {}): Promise<Answer> => {
      const { waitMs = 0, queues, kinds } = request;
      if (waitMs <= 0) return ask(request);
      return lines.wait({
        line: JSON.stringify([name, [...queues].sort(), [...kinds].sort()]),
        topics: [...new Set(queues)].map(topicOf),
        deadline: until(waitMs),
        signal: context.signal,
        ask: () => ask(request),
        isFound: (answer) => Object.keys(answer).length > 0,
        nothing: {} as Answer, // an answer to a poll without anything in it says that there is nothing
      });
    };
  };

  return {
    get waiting() {
      return lines.waiting;
    },
    close: () => lines.close(),
    operations: {
      ...operations,
      pollWorkflow: poll('workflows', TOPICS.workflows, (request) => operations.pollWorkflow(request)),
      pollTask: poll('tasks', TOPICS.tasks, (request) => operations.pollTask(request)),
      getEvents(request, context = {}) {
        const { waitMs = 0, workflowId } = request;
        if (waitMs <= 0) return operations.getEvents(request);
        return lines.wait({
          topics: [TOPICS.ended(workflowId)],
          deadline: until(waitMs),
          signal: context.signal,
          ask: () => operations.getEvents(request),
          isFound: ({ events }) => events.length > 0,
        });
      },
      getTask(request, context = {}) {
        const { waitMs = 0, taskId } = request;
        if (waitMs <= 0) return operations.getTask(request);
        return lines.wait({
          topics: [TOPICS.taskEnded(taskId)],
          deadline: until(waitMs),
          signal: context.signal,
          ask: () => operations.getTask(request),
          isFound: ({ status }) => isTaskEnded(status),
        });
      },
    },
  };
}
