import type { Random, SqlPool } from '../ports/index.ts';
import { cancelChildren } from './cancel-children.ts';
import { cancelTask } from './cancel-task.ts';
import { cancelTimer } from './cancel-timer.ts';
import { cancelWorkflow } from './cancel-workflow.ts';
import { completeTask } from './complete-task.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { deliverChildEnds } from './deliver-child-ends.ts';
import { expireDeadlines } from './expire-deadlines.ts';
import { expirePromises } from './expire-promises.ts';
import { failTask } from './fail-task.ts';
import { fireTimers } from './fire-timers.ts';
import { forgetKeys } from './forget-keys.ts';
import { getEvents } from './get-events.ts';
import { getSchedule } from './get-schedule.ts';
import { getTask } from './get-task.ts';
import { heartbeat } from './heartbeat.ts';
import { heartbeatWorker } from './heartbeat-worker.ts';
import { listWorkflows } from './list-workflows.ts';
import type { Operations, Sweeps } from './operations.ts';
import { pollTask } from './poll-task.ts';
import { pollWorkflow } from './poll-workflow.ts';
import { putSchedule } from './put-schedule.ts';
import { queryWorkflow } from './query-workflow.ts';
import { reclaimLeases } from './reclaim-leases.ts';
import { refuseBadData } from './refuse-bad-data.ts';
import { rejectPromise } from './reject-promise.ts';
import { resolvePromise } from './resolve-promise.ts';
import { runSchedules } from './run-schedules.ts';
import { signalWithStart } from './signal-with-start.ts';
import { signalWorkflow } from './signal-workflow.ts';
import { startTask } from './start-task.ts';
import { startWorkflow } from './start-workflow.ts';
import { submitCommands } from './submit-commands.ts';

/** What the engine needs of the outside. Time is the database's: `now()` of the transaction. */
export type EnginePorts = { readonly sql: SqlPool; readonly random: Random };

type Bound<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (request: infer Request) => infer Answer
    ? (ports: EnginePorts, request: Request) => Answer
    : never;
};

const OPERATIONS: Bound<Operations> = {
  startWorkflow,
  signalWorkflow,
  signalWithStart,
  cancelWorkflow,
  cancelTimer,
  resolvePromise,
  rejectPromise,
  queryWorkflow,
  listWorkflows,
  getEvents,
  pollWorkflow,
  submitCommands,
  startTask,
  getTask,
  cancelTask,
  pollTask,
  heartbeat,
  completeTask,
  failTask,
  heartbeatWorker,
  putSchedule,
  getSchedule,
  deleteSchedule,
};

const SWEEPS: Bound<Sweeps> = {
  fireTimers,
  expirePromises,
  expireDeadlines,
  reclaimLeases,
  deliverChildEnds,
  cancelChildren,
  runSchedules,
  forgetKeys,
};

/** Names of all operations. */
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly (keyof Operations)[]; // as the type says
/** Names of all sweeps. */
export const SWEEP_NAMES = Object.keys(SWEEPS) as readonly (keyof Sweeps)[]; // as the type says

/** Has functions say plainly what the database cannot hold, once for all ports that they are bound to. */
function binder<Functions>(functions: Bound<Functions>): (ports: EnginePorts) => Functions {
  type Body = (ports: EnginePorts, request: never) => Promise<unknown>;
  const checked = Object.entries<Body>(functions as never).map(
    ([name, body]) => [name, refuseBadData(name, body)] as const,
  );
  return (ports) => {
    const bound = checked.map(([name, body]) => [name, (request: never) => body(ports, request)]);
    return Object.fromEntries(bound) as Functions; // each name with the function of that name
  };
}

const bindOperations = binder<Operations>(OPERATIONS);
const bindSweeps = binder<Sweeps>(SWEEPS);

/**
 * The engine over a database: every operation, each refusing what the database cannot hold. It keeps nothing in memory:
 * any number of engines may share one database.
 */
export function createEngine(ports: EnginePorts): Operations {
  return bindOperations(ports);
}

/** What has to be done now and then over a database. Any number of replicas may do it at once. */
export function createSweeps(ports: EnginePorts): Sweeps {
  return bindSweeps(ports);
}
