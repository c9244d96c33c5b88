import type { TaskHandle } from '../../src/sdk/index.ts';
import type { Defect } from './defect.ts';
import { withContext } from './planted-context.ts';

/**
 * Cancelling a task takes its handle off the list of those that are awaited, and asks the server to cancel it. Whoever
 * awaits the handle is forgotten.
 */
export const cancelledAwaitHangs: Defect = {
  name: 'cancelled-await-hangs',
  summary: 'awaiting a task that was cancelled neither returns nor throws',
  source: 'a table of what is pending from which an entry is removed, and not settled',
  breaks: 'replayable',
  shows: {
    scenario: 'cancellation',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  applyToWorkflow: (definition) =>
    withContext(definition, (context) => ({
      schedule: (task, ...call) => forgetful(context.schedule(task, ...call)),
    })),
};

function forgetful<Output>(handle: TaskHandle<Output>): TaskHandle<Output> {
  let isGivenUp = false;
  const promise = new Promise<Output>((resolve, reject) => {
    handle.then(resolve, (error: Error) => {
      if (!isGivenUp) reject(error);
    });
  });
  promise.catch(() => undefined); // as the handle itself: a failure nobody awaits is nobody's business
  const cancel = (): void => {
    isGivenUp = true;
    handle.cancel();
  };
  return Object.assign(promise, { taskId: handle.taskId, cancel });
}
