export { historiesIn } from './histories.ts';
export { type Interference, programScenario } from './program-scenario.ts';
export { programWorkflow } from './program-workflow.ts';
