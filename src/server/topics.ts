/** What servers tell each other: that somebody who waits for this may look again. */
export const TOPICS = {
  /** A workflow of the queue may wait for a worker. */
  workflows: (queue: string) => `workflows/${queue}`,
  /** A task of the queue may be attempted. */
  tasks: (queue: string) => `tasks/${queue}`,
  /** The workflow has ended. */
  ended: (workflowId: string) => `ended/${workflowId}`,
  /** The task, one of no workflow, has ended. */
  taskEnded: (taskId: string) => `task-ended/${taskId}`,
} as const;
