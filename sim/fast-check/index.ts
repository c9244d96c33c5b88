export { faults, type FaultsOptions } from './faults.ts';
export { GeneratedWorkflow, workflowOf, type WorkflowRunOptions } from './generated-workflow.ts';
export { faultsOf, type PlannedFault, PlannedFaults } from './planned-faults.ts';
export type { ScheduleRunOptions } from './run-scheduled.ts';
export { type Detour, Schedule, scheduleOf } from './schedule.ts';
export { schedules, type SchedulesOptions } from './schedules.ts';
export { WorkflowFailedError } from './workflow-failed-error.ts';
export { workflows } from './workflows.ts';
