import { isTaskEnded, isWorkflowEnded } from '../events/index.ts';
import type { Alarm, Clock, Fiber, Notifier, Spawn, Sql } from '../ports/index.ts';
import {
  claimableTaskQueues,
  claimableWorkflowQueues,
  type TaskNews,
  tasksNow,
  type WorkflowNews,
  workflowsNow,
} from '../store/index.ts';
import { TOPICS } from './topics.ts';

export type AnnouncerOptions = {
  readonly sql: Sql;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly spawn: Spawn;
  /** Told of questions to the database that failed: what they would have told is left to polling. */
  readonly onError?: (error: unknown) => void;
};

/** Tasks that are told of later, when they may be attempted again. More are left to polling. */
const MOST_LATER = 1_000;

/**
 * Says who may have something to do. Operations do not tell which queue their workflow is of, and need not: the database
 * is asked afterwards, outside of their transactions and while nobody waits, once for all that happened meanwhile.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #later = new Set<Alarm>();
  #workflows = new Set<string>();
  #tasks = new Set<string>();
  #isAnythingDue = false;
  #looking: Fiber<void> | undefined;
  #isClosed = false;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  publish(...topics: readonly string[]): void {
    if (topics.length > 0) this.#options.notifier.publish(topics);
  }

  /** Something happened to a workflow. */
  workflow(id: string): void {
    this.#workflows.add(id);
    this.#look();
  }

  /** Something happened to a task. */
  task(id: string): void {
    this.#tasks.add(id);
    this.#look();
  }

  /** Something happened, nobody knows to what. */
  anything(): void {
    this.#isAnythingDue = true;
    this.#look();
  }

  /** Stops, once the questions that are under way are answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const alarm of this.#later) alarm.ring();
    await this.#looking?.join();
  }

  #look(): void {
    if (this.#looking || this.#isClosed) return;
    const { spawn, onError = () => undefined } = this.#options;
    this.#looking = spawn.start('announcer', async () => {
      try {
        while (!this.#isClosed && this.#workflows.size + this.#tasks.size + Number(this.#isAnythingDue) > 0) {
          await this.#tell().catch(onError);
        }
      } finally {
        this.#looking = undefined;
      }
    });
  }

  async #tell(): Promise<void> {
    const { sql } = this.#options;
    const [workflows, tasks, isAnythingDue] = [this.#workflows, this.#tasks, this.#isAnythingDue];
    this.#workflows = new Set();
    this.#tasks = new Set();
    this.#isAnythingDue = false;
    const topics = new Set<string>();
    if (isAnythingDue) {
      for (const queue of await claimableWorkflowQueues(sql)) topics.add(TOPICS.workflows(queue));
      for (const queue of await claimableTaskQueues(sql)) topics.add(TOPICS.tasks(queue));
    }
    const stories = workflows.size > 0 ? await workflowsNow(sql, [...workflows]) : [];
    for (const topic of stories.flatMap(topicsOfWorkflow)) topics.add(topic);
    for (const task of tasks.size > 0 ? await tasksNow(sql, [...tasks]) : []) {
      for (const topic of topicsOfTask(task)) topics.add(topic);
      if (task.status === 'PENDING' && task.dueInMs > 0) this.#tellLater(task);
    }
    this.publish(...topics);
  }

  #tellLater({ queue, dueInMs }: TaskNews): void {
    const { clock, spawn } = this.#options;
    if (this.#later.size === MOST_LATER || this.#isClosed) return;
    spawn.start('announcer of a retry', async () => {
      if (this.#isClosed) return;
      const alarm = clock.alarm(dueInMs);
      this.#later.add(alarm);
      await alarm.rung;
      this.#later.delete(alarm);
      if (!this.#isClosed) this.publish(TOPICS.tasks(queue));
    });
  }
}

function topicsOfWorkflow({ id, queue, status, parentQueue }: WorkflowNews): readonly string[] {
  if (status === 'PENDING' || status === 'CANCELLING') return [TOPICS.workflows(queue)];
  if (!isWorkflowEnded(status)) return [];
  return [TOPICS.ended(id), ...(parentQueue === null ? [] : [TOPICS.workflows(parentQueue)])];
}

function topicsOfTask(task: TaskNews): readonly string[] {
  const { id, queue, status, dueInMs, isStandalone, workflowQueue } = task;
  return [
    ...(status === 'PENDING' && dueInMs <= 0 ? [TOPICS.tasks(queue)] : []),
    ...(isTaskEnded(status) && isStandalone ? [TOPICS.taskEnded(id)] : []),
    ...(workflowQueue === null ? [] : [TOPICS.workflows(workflowQueue)]),
  ];
}
