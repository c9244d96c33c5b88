export { historiesIn } from './histories.ts';
export { type Interference, programScenario } from './program-scenario.ts';
export { programWorkflow, stepTask } from './program-workflow.ts';
