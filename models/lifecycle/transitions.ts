/** A step in the life of something that the engine keeps. */
export type Transition = {
  /** Whose, from which status to which, and why: `task RUNNING → PENDING, to be tried again`. */
  readonly name: string;
  /** What shows that it was taken: the type of an event in a history, or an operation or sweep with its answer. */
  readonly sign: string;
};

/** Every lifecycle, step by step. */
export const TRANSITIONS: readonly Transition[] = [
  { name: 'workflow → PENDING', sign: 'WORKFLOW_STARTED' },
  { name: 'workflow PENDING → RUNNING', sign: 'pollWorkflow FOUND' },
  { name: 'workflow RUNNING → WAITING', sign: 'submitCommands WAITING' },
  { name: 'workflow RUNNING → PENDING, for something came meanwhile', sign: 'submitCommands PENDING' },
  { name: 'workflow RUNNING → COMPLETED', sign: 'WORKFLOW_COMPLETED' },
  { name: 'workflow RUNNING → FAILED', sign: 'WORKFLOW_FAILED' },
  { name: 'workflow → CANCELLING', sign: 'cancelWorkflow REQUESTED' },
  { name: 'workflow RUNNING → CANCELLED', sign: 'submitCommands CANCELLED' },
  { name: 'workflow PENDING → CANCELLED', sign: 'cancelWorkflow CANCELLED' },
  { name: 'workflow RUNNING, its lease lost: nothing', sign: 'submitCommands STALE' },
  { name: 'task → PENDING', sign: 'TASK_SCHEDULED' },
  { name: 'task of no workflow → PENDING', sign: 'startTask CREATED' },
  { name: 'task PENDING → RUNNING', sign: 'pollTask FOUND' },
  { name: 'task RUNNING → COMPLETED', sign: 'TASK_COMPLETED' },
  { name: 'task RUNNING → PENDING, to be tried again', sign: 'failTask RETRYING' },
  { name: 'task RUNNING → FAILED', sign: 'failTask RECORDED' },
  { name: 'task → FAILED at its deadline', sign: 'expireDeadlines DONE' },
  { name: 'task → CANCELLED', sign: 'TASK_CANCELLED' },
  { name: "task RUNNING → COMPLETED after its workflow's end", sign: 'completeTask IGNORED' },
  { name: 'task RUNNING, its lease lost: nothing', sign: 'completeTask STALE' },
  { name: 'task or workflow RUNNING → PENDING, its lease over', sign: 'reclaimLeases DONE' },
  { name: 'timer → STARTED', sign: 'TIMER_STARTED' },
  { name: 'timer STARTED → FIRED', sign: 'TIMER_FIRED' },
  { name: 'timer STARTED → CANCELLED', sign: 'TIMER_CANCELLED' },
  { name: 'promise → CREATED', sign: 'PROMISE_CREATED' },
  { name: 'promise CREATED → RESOLVED', sign: 'PROMISE_RESOLVED' },
  { name: 'promise CREATED → REJECTED', sign: 'PROMISE_REJECTED' },
  { name: 'promise CREATED → TIMED_OUT', sign: 'PROMISE_TIMED_OUT' },
  { name: 'child → STARTED', sign: 'CHILD_WORKFLOW_STARTED' },
  { name: 'child STARTED → COMPLETED', sign: 'CHILD_WORKFLOW_COMPLETED' },
  { name: 'child STARTED → FAILED', sign: 'CHILD_WORKFLOW_FAILED' },
  { name: 'child STARTED → CANCELLED', sign: 'CHILD_WORKFLOW_CANCELLED' },
  { name: 'signal → received', sign: 'SIGNAL_RECEIVED' },
  { name: 'signal, sent again: nothing', sign: 'signalWorkflow REPEATED' },
  { name: "signal after its workflow's end: nothing", sign: 'signalWorkflow IGNORED' },
  { name: 'operation → recorded', sign: 'OPERATION_COMPLETED' },
  { name: 'state → set', sign: 'STATE_SET' },
  { name: 'state → cleared', sign: 'STATE_CLEARED' },
  { name: 'schedule → due, and run', sign: 'runSchedules DONE' },
];

/** Those of which there are signs, in the order of {@link TRANSITIONS}. */
export function reachedTransitions(signs: ReadonlySet<string>): readonly Transition[] {
  return TRANSITIONS.filter(({ sign }) => signs.has(sign));
}
