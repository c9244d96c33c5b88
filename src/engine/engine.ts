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

/** The engine over a database. It keeps nothing in memory: any number of engines may share one database. */
export function createEngine(ports: EnginePorts): Operations {
  return {
    startWorkflow: refuseBadData('startWorkflow', (request) => startWorkflow(ports, request)),
    pollWorkflow: refuseBadData('pollWorkflow', (request) => pollWorkflow(ports, request)),
    getEvents: refuseBadData('getEvents', (request) => getEvents(ports, request)),
    submitCommands: refuseBadData('submitCommands', (request) => submitCommands(ports, request)),
    pollTask: refuseBadData('pollTask', (request) => pollTask(ports, request)),
    completeTask: refuseBadData('completeTask', (request) => completeTask(ports, request)),
    failTask: refuseBadData('failTask', (request) => failTask(ports, request)),
  };
}
