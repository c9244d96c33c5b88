export type { Actor } from './actor.ts';
export { clockOf, spawnOf } from './actor-ports.ts';
export { type ChoiceLog, type Chooser, CLOCK, type Decision, keyOf, NEMESIS, type Option } from './choice.ts';
export { concernsAll, dependent, type Footstep } from './dependence.ts';
export { EscapedSimulationError } from './escaped-simulation-error.ts';
export { type Access, clash, type Footprint, races } from './footprint.ts';
export { host } from './host.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export type { Blow, Nemesis } from './nemesis.ts';
export { RandomRoot, type RandomStream } from './random-stream.ts';
export { type RunEnd, Simulation, type SimulationOptions } from './simulation.ts';
export { EPOCH } from './stage.ts';
export { startThread } from './start-thread.ts';
export {
  isTime,
  type Mishap,
  type Performed,
  type RequestedStep,
  type StepDetail,
  type TimeDetail,
} from './step.ts';
export type { Trace, TraceStep } from './trace.ts';
