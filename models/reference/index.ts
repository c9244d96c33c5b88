export { REFERENCE } from './reference.ts';
export {
  type Child,
  type Key,
  type Lease,
  NOTHING,
  type Promised,
  type Run,
  type Schedule,
  type State,
  type Task,
  type Timer,
  type Workflow,
} from './state.ts';
export type { Moment, Refusal, Step } from './step.ts';
