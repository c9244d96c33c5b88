export { type Ado, adoOf, simplestOf } from './least.ts';
export { type Recording, recordScenarios } from './recordings.ts';
export { type DefectScore, type Effort, placeOf, scoreOf, type StrategyScore } from './scoreboard.ts';
export { type Spread, spreadOf } from './spread.ts';
