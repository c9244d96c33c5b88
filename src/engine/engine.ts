import type { Random, SqlPool } from '../ports/index.ts';
import { completeTask } from './complete-task.ts';
import { failTask } from './fail-task.ts';
import { getEvents } from './get-events.ts';
import type { Operations } from './operations.ts';
import { pollTask } from './poll-task.ts';
import { pollWorkflow } from './poll-workflow.ts';
import { refuseBadData } from './refuse-bad-data.ts';
import { startWorkflow } from './start-workflow.ts';
import { submitCommands } from './submit-commands.ts';

/** What the engine needs of the outside. Time is the database's: `now()` of the transaction. */
export type EnginePorts = { readonly sql: SqlPool; readonly random: Random };

/** Every operation, each refusing what the database cannot hold. */
const checked = {
  startWorkflow: refuseBadData('startWorkflow', startWorkflow),
  pollWorkflow: refuseBadData('pollWorkflow', pollWorkflow),
  getEvents: refuseBadData('getEvents', getEvents),
  submitCommands: refuseBadData('submitCommands', submitCommands),
  pollTask: refuseBadData('pollTask', pollTask),
  completeTask: refuseBadData('completeTask', completeTask),
  failTask: refuseBadData('failTask', failTask),
};

/** The engine over a database. It keeps nothing in memory: any number of engines may share one database. */
export function createEngine(ports: EnginePorts): Operations {
  return {
    startWorkflow: (request) => checked.startWorkflow(ports, request),
    pollWorkflow: (request) => checked.pollWorkflow(ports, request),
    getEvents: (request) => checked.getEvents(ports, request),
    submitCommands: (request) => checked.submitCommands(ports, request),
    pollTask: (request) => checked.pollTask(ports, request),
    completeTask: (request) => checked.completeTask(ports, request),
    failTask: (request) => checked.failTask(ports, request),
  };
}
